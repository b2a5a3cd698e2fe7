using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator s_index = Operator.Find("aten::index", "Tensor");
        private static readonly Operator s_indexPut = Operator.Find("aten::index_put_");

        /// <summary>Elements named by an index expression: a view, unless a tensor takes part. Setting broadcasts.</summary>
        /// <param name="indices">Parts of the expression, first dimension first.</param>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>Elements at positions, or where truth values hold.</summary>
        /// <param name="indices">A tensor per dimension, or truth values over several.</param>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, Parts(indices));
        }

        /// <summary>One position of the first dimension.</summary>
        /// <param name="i1">The position; negative counts from the end.</param>
        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, TensorIndex.Single(i1));
        }

        /// <summary>One position of the first two dimensions.</summary>
        /// <param name="i1">The position in the first dimension.</param>
        /// <param name="i2">The position in the second dimension.</param>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        /// <summary>One position of the first three dimensions.</summary>
        /// <param name="i1">The position in the first dimension.</param>
        /// <param name="i2">The position in the second dimension.</param>
        /// <param name="i3">The position in the third dimension.</param>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        /// <summary>One position of the first four dimensions.</summary>
        /// <param name="i1">The position in the first dimension.</param>
        /// <param name="i2">The position in the second dimension.</param>
        /// <param name="i3">The position in the third dimension.</param>
        /// <param name="i4">The position in the fourth dimension.</param>
        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, i1, i2, i3, i4);
        }

        /// <summary>Elements named by an index expression: a view, unless a tensor takes part.</summary>
        /// <param name="indices">Parts of the expression, first dimension first.</param>
        public Tensor index(params TensorIndex[] indices)
        {
            var (view, positions) = Walk(indices);
            if (positions is null) return view;
            using (view) return s_index.Call(view, positions);
        }

        /// <summary>Elements at positions, or where truth values hold.</summary>
        /// <param name="indices">A tensor per dimension, or truth values over several.</param>
        public Tensor index(params Tensor[] indices) => index(Parts(indices));

        /// <summary>Writes values, broadcast, to the elements that an index expression names.</summary>
        /// <param name="value">The values.</param>
        /// <param name="indices">Parts of the expression, first dimension first.</param>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        /// <summary>Writes values, broadcast, to the elements that an index expression names.</summary>
        /// <param name="value">The values.</param>
        /// <param name="indices">Parts of the expression, first dimension first.</param>
        /// <param name="accumulate">Adds instead of overwriting, also where a position occurs several times.</param>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            var (view, positions) = Walk(indices);
            using (view)
            {
                if (positions is not null) s_indexPut.CallVoid(view, positions, value, accumulate);
                else if (accumulate) view.add_(value);
                else view.copy_(value);
            }

            return this;
        }

        /// <summary>Writes a number to the elements that an index expression names.</summary>
        /// <param name="value">The number.</param>
        /// <param name="indices">Parts of the expression, first dimension first.</param>
        /// <returns>This tensor.</returns>
        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scalar = tensor(value, dtype, device);
            return index_put_(scalar, indices);
        }

        private static TensorIndex[] Parts(Tensor[] indices) => System.Array.ConvertAll(indices, TensorIndex.Tensor);

        // Applies positions, ranges and new dimensions as views; tensors are collected by the dimension of the view that they index.
        private (Tensor View, Tensor?[]? Positions) Walk(ReadOnlySpan<TensorIndex> indices)
        {
            var view = alias();
            List<Tensor?>? positions = null;
            var dim = 0;
            var covered = 0; // dimensions of the view that the entries so far stand for
            for (var i = 0; i < indices.Length; i++)
            {
                ref readonly var part = ref indices[i];
                switch (part.Part)
                {
                    case TensorIndex.Kind.NewDimension: view = Replace(view, view.unsqueeze(dim++)); break;
                    case TensorIndex.Kind.Position: view = Replace(view, view.select(dim, part.First)); break;
                    case TensorIndex.Kind.Slice: view = Replace(view, view.Slice(dim++, part)); break;
                    case TensorIndex.Kind.Ellipsis: dim = (int)view.dim() - Consumed(indices[(i + 1)..]); break;
                    case TensorIndex.Kind.Boolean:
                        view = Replace(view, view.unsqueeze(dim));
                        view = Replace(view, view.narrow(dim++, 0, part.First));
                        break;
                    default:
                        positions ??= [];
                        for (; covered < dim; covered++) positions.Add(null);
                        positions.Add(part.Positions);
                        covered += Width(part.Positions!);
                        dim = covered;
                        break;
                }
            }

            return (view, positions?.ToArray());
        }

        private static int Width(Tensor positions) => positions.dtype is ScalarType.Bool or ScalarType.Byte ? (int)positions.dim() : 1;

        private static int Consumed(ReadOnlySpan<TensorIndex> rest)
        {
            var count = 0;
            foreach (ref readonly var part in rest)
            {
                count += part.Part switch
                {
                    TensorIndex.Kind.Position or TensorIndex.Kind.Slice => 1,
                    TensorIndex.Kind.Tensor => Width(part.Positions!),
                    _ => 0,
                };
            }

            return count;
        }

        private static Tensor Replace(Tensor old, Tensor next)
        {
            old.Dispose();
            return next;
        }

        private Tensor Slice(int dim, in TensorIndex part) =>
            part.Start is null && part.Stop is null && part.Step is null
                ? alias()
                : slice(dim, part.Start ?? 0, part.Stop ?? long.MaxValue, part.Step ?? 1);
    }
}
