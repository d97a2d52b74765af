// plotly.js' zh-CN with what it lacks: axis dates (it falls back to English order) and newer words.
const zh = require('plotly.js/lib/locales/zh-cn');

module.exports = {
  ...zh,
  dictionary: {
    ...zh.dictionary,
    'Click to enter Plot subtitle': '点击输入图表的副标题',
    'Draw circle': '画圆',
    'Draw closed freeform': '画闭合曲线',
    'Draw line': '画线',
    'Draw open freeform': '画曲线',
    'Draw rectangle': '画矩形',
    'Erase active shape': '擦除所选图形',
    'Double-click to zoom back out': '双击恢复原大小',
    'Toggle Spike Lines': '显示或隐藏辅助线',
    'mean:': '平均:',
    'trace': '系列',
  },
  format: {
    ...zh.format,
    shortMonths: ['1月', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月', '12月'],
    periods: ['上午', '下午'],
    dateTime: '%Y年%-m月%-d日 %H:%M:%S',
    date: '%Y-%m-%d',
    time: '%H:%M:%S',
    decimal: '.',
    thousands: ',',
    grouping: [3],
    currency: ['¥', ''],
    year: '%Y年',
    month: '%Y年%-m月',
    dayMonth: '%-m月%-d日',
    dayMonthYear: '%Y年%-m月%-d日',
  },
};
