// The locale file registers itself with a dayjs of its own; Mantine has one already.
export default { locale() {} };
