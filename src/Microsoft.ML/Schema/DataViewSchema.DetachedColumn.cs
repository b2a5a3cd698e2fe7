using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Name, type and annotations of a column that belongs to no schema yet.</summary>
    public struct DetachedColumn
    {
        /// <summary>Describes a column.</summary>
        /// <param name="name">Name of the column.</param>
        /// <param name="type">Type of the values.</param>
        /// <param name="annotations">Annotations; null means none.</param>
        /// <exception cref="ArgumentNullException">The name is null or empty, or the type is null.</exception>
        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            Throw.IfEmpty(name, nameof(name));
            Throw.IfNull(type, nameof(type));
            Name = name;
            Type = type;
            Annotations = annotations ?? Annotations.Empty;
        }

        /// <summary>Takes the description of a column out of its schema.</summary>
        /// <param name="column">The column.</param>
        public DetachedColumn(Column column)
        {
            Name = column.Name;
            Type = column.Type;
            Annotations = column.Annotations;
        }

        /// <summary>Name of the column.</summary>
        public string Name { get; }

        /// <summary>Type of the values.</summary>
        public DataViewType Type { get; }

        /// <summary>Annotations of the column.</summary>
        public Annotations Annotations { get; }
    }
}
