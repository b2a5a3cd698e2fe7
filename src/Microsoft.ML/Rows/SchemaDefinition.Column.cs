namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>One column of a view made of objects.</summary>
    public sealed class Column
    {
        private readonly DataViewSchema.Annotations.Builder _annotations = new();
        private readonly HashSet<string> _kinds = [];

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = memberName;
            ColumnType = columnType;
            ColumnName = columnName;
        }

        /// <summary>Name of the field or property.</summary>
        public string MemberName { get; }

        /// <summary>Name of the column; null: the member's.</summary>
        public string ColumnName { get; set; }

        /// <summary>Type of the column; null: follows from the member's type.</summary>
        public DataViewType ColumnType { get; set; }

        /// <summary>The annotations added so far.</summary>
        public DataViewSchema.Annotations Annotations => _annotations.ToAnnotations();

        /// <summary>Adds an annotation.</summary>
        /// <typeparam name="T">.NET type of the value; an array or a <see cref="VBuffer{T}"/> for a vector, <see cref="string"/> for text.</typeparam>
        /// <param name="kind">Name of the annotation.</param>
        /// <param name="value">The value.</param>
        /// <param name="annotationType">Type of the annotation.</param>
        /// <exception cref="InvalidOperationException">There is an annotation of the name.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The value does not suit the type.</exception>
        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Throw.IfEmpty(kind, nameof(kind));
            Throw.IfNull(annotationType, nameof(annotationType));
            if (!_kinds.Add(kind))
                Throw.Invalid($"Column '{ColumnName}' already contains an annotation '{kind}'.");
            MemberShape shape = MemberShape.Of(typeof(T));
            if (shape is null || shape.RawType != annotationType.RawType)
                Throw.SchemaMismatch(nameof(value), "annotation", kind, annotationType.ToString(), Throw.Name(typeof(T)));
            _annotations.Add(kind, annotationType, MemberReader<object>.Create(shape, new Func<object, T>(_ => value)).CreateGetter(() => null, annotationType, kind));
        }

        internal void TakeAnnotations(DataViewSchema.Annotations annotations) => _annotations.Add(annotations, _kinds.Add);
    }
}
