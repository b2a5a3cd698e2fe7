using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    public sealed partial class Annotations
    {
        /// <summary>Collects annotations of one column.</summary>
        public sealed class Builder
        {
            private readonly List<DetachedColumn> _columns = [];
            private readonly List<Delegate> _getters = [];

            /// <summary>Begins with no annotation.</summary>
            public Builder()
            {
            }

            /// <summary>Takes over annotations of another column.</summary>
            /// <param name="annotations">The annotations; null adds nothing.</param>
            /// <param name="selector">Chooses by name what is taken.</param>
            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                if (annotations is null)
                    return;
                Throw.IfNull(selector, nameof(selector));
                foreach (Column column in annotations.Schema.Where(column => selector(column.Name)))
                {
                    _columns.Add(new DetachedColumn(column));
                    _getters.Add(annotations._getters[column.Index]);
                }
            }

            /// <summary>Adds an annotation with a typed getter.</summary>
            /// <typeparam name="TValue">The raw type of the annotation.</typeparam>
            /// <param name="name">Name of the annotation.</param>
            /// <param name="type">Its type; the raw type must be <typeparamref name="TValue"/>.</param>
            /// <param name="getter">Delivers the value.</param>
            /// <param name="annotations">Annotations of the annotation; rarely any.</param>
            /// <exception cref="ArgumentException">The raw type differs.</exception>
            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null) =>
                Add(name, type, (Delegate)getter, annotations);

            /// <summary>Adds an annotation with an untyped getter.</summary>
            /// <param name="name">Name of the annotation.</param>
            /// <param name="type">Its type.</param>
            /// <param name="getter">A <see cref="ValueGetter{TValue}"/> of the raw type of <paramref name="type"/>.</param>
            /// <param name="annotations">Annotations of the annotation; rarely any.</param>
            /// <exception cref="ArgumentException">The getter delivers another type.</exception>
            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                Throw.IfEmpty(name, nameof(name));
                Throw.IfNull(type, nameof(type));
                Throw.IfNull(getter, nameof(getter));
                if (getter.GetType() != typeof(ValueGetter<>).MakeGenericType(type.RawType))
                    throw new ArgumentException(
                        $"Annotation '{name}' of type {type} needs a ValueGetter<{Throw.Name(type.RawType)}>, got {Throw.Name(getter.GetType())}.",
                        nameof(getter));
                _columns.Add(new DetachedColumn(name, type, annotations));
                _getters.Add(getter);
            }

            /// <summary>Adds an annotation with a constant value.</summary>
            /// <typeparam name="TValue">The raw type of the annotation.</typeparam>
            /// <param name="name">Name of the annotation.</param>
            /// <param name="type">Its type; the raw type must be <typeparamref name="TValue"/>.</param>
            /// <param name="value">The value.</param>
            /// <param name="annotations">Annotations of the annotation; rarely any.</param>
            /// <exception cref="ArgumentException">The raw type differs.</exception>
            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null) =>
                Add(name, type, (ref TValue destination) => destination = value, annotations);

            /// <summary>Makes the annotations collected so far.</summary>
            public Annotations ToAnnotations() => new(new DataViewSchema([.. _columns]), [.. _getters]);
        }
    }
}
