using DataWorth.Tasks;
using DataWorth.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DataWorth.Data;

/// <summary>Checks a schema shape, before any data are there, against the columns of a task.</summary>
internal static class ShapeCheck
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong kind.</exception>
    public static void Require(SchemaShape shape, IAttributionTask task)
    {
        foreach (var column in task.Columns)
        {
            var names = shape.Select(c => c.Name).ToList();
            var index = names.LastIndexOf(column.Name);
            if (index < 0)
            {
                Throw.MissingColumn(
                    "input",
                    column.Name,
                    names,
                    ClosestName.Of(column.Name, names),
                    "Rename the column, or set the task's column name."
                );
            }

            var found = shape[index];
            var expected = column.Kind switch
            {
                BatchColumnKind.Features => "Vector<Single> or Vector<Double>",
                BatchColumnKind.Label => "a scalar number or key",
                _ => "Vector<Int32> or Vector<Int64>",
            };
            var fits = column.Kind switch
            {
                BatchColumnKind.Features => found.Kind == SchemaShape.Column.VectorKind.Vector
                    && (found.ItemType == NumberDataViewType.Single || found.ItemType == NumberDataViewType.Double),
                BatchColumnKind.Label => found.Kind == SchemaShape.Column.VectorKind.Scalar
                    && found.ItemType is NumberDataViewType or KeyDataViewType or BooleanDataViewType,
                _ => found.Kind != SchemaShape.Column.VectorKind.Scalar
                    && (found.ItemType == NumberDataViewType.Int32 || found.ItemType == NumberDataViewType.Int64),
            };
            if (!fits)
            {
                Throw.SchemaMismatch("input", column.Name, expected, $"{found.Kind} of {found.ItemType}");
            }
        }
    }
}
