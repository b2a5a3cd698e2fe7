namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>One column of the view.</summary>
    public sealed class Column
    {
        /// <summary>Name of the column.</summary>
        public string Name;

        /// <summary>The fields it takes, in this order.</summary>
        public Range[] Source;

        /// <summary>For a key column the number of keys; the text holds them counted from 0. Null: no key.</summary>
        public KeyCount KeyCount;

        /// <summary>Makes a column to be filled in.</summary>
        public Column()
        {
        }

        /// <summary>A column of one field.</summary>
        /// <param name="name">Name of the column.</param>
        /// <param name="dataKind">Type of an item.</param>
        /// <param name="index">Index of the field.</param>
        public Column(string name, DataKind dataKind, int index)
            : this(name, dataKind, [new Range(index)])
        {
        }

        /// <summary>A vector column of a range of fields.</summary>
        /// <param name="name">Name of the column.</param>
        /// <param name="dataKind">Type of an item.</param>
        /// <param name="minIndex">Index of the first field.</param>
        /// <param name="maxIndex">Index of the last field.</param>
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex)
            : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        /// <summary>A column of several ranges of fields, or of keys.</summary>
        /// <param name="name">Name of the column.</param>
        /// <param name="dataKind">Type of an item.</param>
        /// <param name="source">The ranges.</param>
        /// <param name="keyCount">Number of keys; null: no key.</param>
        public Column(string name, DataKind dataKind, Range[] source, KeyCount keyCount = null)
        {
            Throw.IfNull(name, nameof(name));
            Throw.IfNull(source, nameof(source));
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        /// <summary>Type of an item. Default <see cref="DataKind.Single"/>.</summary>
        public DataKind DataKind { get; set; } = DataKind.Single;
    }
}
