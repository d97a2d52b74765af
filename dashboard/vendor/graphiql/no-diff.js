// Nobody compares two queries here: monaco's diff editors stay out of the bundle.
export class DiffEditorWidget {}
export class MultiDiffEditorWidget {}
export class MultiDiffEditorWidgetImpl {}
