namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>How lines are split into fields and fields become columns.</summary>
    public class Options
    {
        /// <summary>
        /// The columns. Null: as the comment block of the file says, or else <c>Label</c> from the first field and
        /// <c>Features</c> from all others, both <see cref="DataKind.Single"/>.
        /// </summary>
        public Column[] Columns;

        /// <summary>Characters that end a field. Default: tab.</summary>
        public char[] Separators = ['\t'];

        /// <summary>Whether the first line of every file names the fields. Default false.</summary>
        public bool HasHeader;

        /// <summary>File whose first line names the fields, in place of a header in the files; null: none.</summary>
        public string HeaderFile;

        /// <summary>Whether a field may stand in double quotes and then hold separators. Default false.</summary>
        public bool AllowQuoting;

        /// <summary>Character before a quote that belongs to the text. Default: the quote itself, so that it is doubled.</summary>
        public char EscapeChar = '"';

        /// <summary>Whether a quoted field may hold line breaks. Default false. Needs <see cref="AllowQuoting"/>.</summary>
        public bool ReadMultilines;

        /// <summary>
        /// Whether lines may be sparse: <c>index:value</c> items after the dense fields. Unless <see cref="InputSize"/> is
        /// given, the last field before them tells how many slots they range over. Default false.
        /// </summary>
        public bool AllowSparse;

        /// <summary>Number of fields of a line; null: as the lines have it.</summary>
        public int? InputSize;

        /// <summary>Whether white space at the end of a line is ignored. Default false.</summary>
        public bool TrimWhitespace;

        /// <summary>Character before the decimals: '.' or ','. Default '.'.</summary>
        public char DecimalMarker = '.';

        /// <summary>Whether a missing real number is NaN rather than 0. Default false.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>Largest number of rows; null: all.</summary>
        public long? MaxRows;

        /// <summary>Makes default options.</summary>
        public Options()
        {
        }

        internal Options With(Column[] columns)
        {
            var copy = (Options)MemberwiseClone();
            copy.Columns = columns;
            return copy;
        }
    }
}
