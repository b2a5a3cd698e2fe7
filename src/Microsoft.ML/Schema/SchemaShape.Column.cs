using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class SchemaShape
{
    /// <summary>The shape of one column.</summary>
    public struct Column
    {
        /// <summary>Whether a column holds one item per row or a vector of them.</summary>
        public enum VectorKind
        {
            /// <summary>One item.</summary>
            Scalar,

            /// <summary>A vector of one length for all rows.</summary>
            Vector,

            /// <summary>A vector whose length differs from row to row.</summary>
            VariableVector,
        }

        /// <summary>Name of the column.</summary>
        public readonly string Name;

        /// <summary>Scalar or kind of vector.</summary>
        public readonly VectorKind Kind;

        /// <summary>Type of an item; for a key the number type that represents it.</summary>
        public readonly DataViewType ItemType;

        /// <summary>Whether the items are keys.</summary>
        public readonly bool IsKey;

        /// <summary>The shapes of the annotations.</summary>
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Throw.IfEmpty(name, nameof(name));
            Throw.IfNull(itemType, nameof(itemType));
            Throw.Unless(itemType is not KeyDataViewType, nameof(itemType), "Item type cannot be a key");
            Throw.Unless(itemType is not VectorDataViewType, nameof(itemType), "Item type cannot be a vector");
            Throw.Unless(!isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType), "The item type must be valid for a key");
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? s_empty;
        }

        /// <summary>Whether a column of this shape may be given where <paramref name="source"/> promises what is there.</summary>
        internal readonly bool IsCompatibleWith(Column source)
        {
            if (Name != source.Name || Kind != source.Kind || !ItemType.Equals(source.ItemType) || IsKey != source.IsKey)
                return false;
            foreach (Column annotation in Annotations)
            {
                if (!source.Annotations.TryFindColumn(annotation.Name, out Column found) || !annotation.IsCompatibleWith(found))
                    return false;
            }
            return true;
        }

        internal readonly string GetTypeString()
        {
            string item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
