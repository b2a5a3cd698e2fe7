using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>A column with its place in a schema.</summary>
    public struct Column
    {
        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations)
        {
            Name = name;
            Index = index;
            IsHidden = isHidden;
            Type = type;
            Annotations = annotations ?? Annotations.Empty;
        }

        /// <summary>Name of the column.</summary>
        public string Name { get; }

        /// <summary>Index of the column in its schema.</summary>
        public int Index { get; }

        /// <summary>Whether a later column has the same name, so that this one is found by index only.</summary>
        public bool IsHidden { get; }

        /// <summary>Type of the values.</summary>
        public DataViewType Type { get; }

        /// <summary>What else is known of the column: slot names, key values, the kind of score.</summary>
        public Annotations Annotations { get; }

        /// <summary>Name, type and the names of the annotations.</summary>
        public override string ToString()
        {
            string annotations = Annotations is null || Annotations.Schema.Count == 0
                ? null
                : $" {{{string.Join(", ", Annotations.Schema.Select(column => column.Name))}}}";
            return $"{Name}: {Type}{annotations}";
        }
    }
}
