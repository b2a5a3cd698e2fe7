using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Collects columns and makes a schema of them.</summary>
    public sealed class Builder
    {
        private readonly List<DetachedColumn> _columns = [];

        /// <summary>Begins an empty schema.</summary>
        public Builder()
        {
        }

        /// <summary>Adds one column. An earlier column of the same name becomes hidden.</summary>
        /// <param name="name">Name of the column.</param>
        /// <param name="type">Type of the values.</param>
        /// <param name="annotations">Annotations; null means none.</param>
        public void AddColumn(string name, DataViewType type, Annotations annotations = null) =>
            _columns.Add(new DetachedColumn(name, type, annotations));

        /// <summary>Adds columns of another schema, in their order.</summary>
        /// <param name="source">The columns.</param>
        public void AddColumns(IEnumerable<Column> source)
        {
            Throw.IfNull(source, nameof(source));
            foreach (Column column in source)
                _columns.Add(new DetachedColumn(column));
        }

        /// <summary>Adds described columns, in their order.</summary>
        /// <param name="source">The columns.</param>
        public void AddColumns(IEnumerable<DetachedColumn> source)
        {
            Throw.IfNull(source, nameof(source));
            _columns.AddRange(source);
        }

        /// <summary>Makes the schema of the columns added so far.</summary>
        public DataViewSchema ToSchema() => new([.. _columns]);
    }
}
