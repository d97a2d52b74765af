// What dash-mantine-components looks for: window["dayjs_locale_" + locale], a plain object.
import locale from 'dayjs/esm/locale/zh-cn';

window['dayjs_locale_zh-cn'] = locale;
