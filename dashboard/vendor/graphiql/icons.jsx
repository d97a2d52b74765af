// Drawn like GraphiQL's own: lines of one width in the colour of the text.
const icon = (name, paths) => {
  const Icon = (props) => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" {...props}>
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
  Icon.displayName = name;
  return Icon;
};

export const QueriesIcon = icon('QueriesIcon', ['M5 3.75h14v16.5l-7-4.5-7 4.5z', 'M8.5 8h7M8.5 11.5h5']);
export const LinkIcon = icon('LinkIcon', ['M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.6-1.6']);
export const CodeIcon = icon('CodeIcon', ['M8.5 7 3.5 12l5 5M15.5 7l5 5-5 5M13.5 5l-3 14']);
export const ExportIcon = icon('ExportIcon', ['M12 3.5v11M7.5 10.5 12 15l4.5-4.5', 'M4.5 16v4.5h15V16']);
export const BinIcon = icon('BinIcon', ['M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 13.5h9l1-13.5M10.3 10.5v5.5M13.7 10.5v5.5']);
