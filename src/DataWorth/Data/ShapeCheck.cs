using DataWorth.Tasks;
using DataWorth.Text;
using Microsoft.ML;

namespace DataWorth.Data;

/// <summary>Checks a schema shape, before any data are there, against the columns of a task.</summary>
internal static class ShapeCheck
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong kind.</exception>
    public static void Require(SchemaShape shape, AttributionTask task)
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
            if (!found.IsKey && !ViewColumns.Fits(column.Element, found.ItemType))
            {
                Throw.SchemaMismatch("input", column.Name, ViewColumns.Expected(column.Element), $"{found.Kind} of {found.ItemType}");
            }
        }
    }
}
