// AG Grid's own Chinese, with its page line put into words ("1 至 100 / 300，第 1 / 3").
import { AG_GRID_LOCALE_CN } from '@ag-grid-community/locale';

export default { ...AG_GRID_LOCALE_CN, of: '/', page: '第' };
