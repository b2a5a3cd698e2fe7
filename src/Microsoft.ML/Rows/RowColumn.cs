using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A column of a row type, checked: member, name and type suit each other.</summary>
internal sealed record RowColumn(string Name, DataViewType Type, MemberInfo Member, MemberShape Shape, DataViewSchema.Annotations Annotations)
{
    /// <summary>Checks a definition against a row type.</summary>
    public static RowColumn[] Resolve(Type rowType, SchemaDefinition definition) =>
        [.. definition.Select(column => Resolve(rowType, column))];

    /// <summary>The columns of a row type with the types and annotations of a schema, which must be found among its members.</summary>
    public static SchemaDefinition DefinitionFor(Type rowType, DataViewSchema schema)
    {
        SchemaDefinition definition = SchemaDefinition.Create(rowType, SchemaDefinition.Direction.Read);
        foreach (DataViewSchema.Column column in schema.Where(column => !column.IsHidden))
        {
            SchemaDefinition.Column target = definition[column.Name];
            if (target is null)
            {
                Throw.Argument(nameof(schema), $"Could not find input column '{column.Name}': {rowType.Name} has no such field or property. "
                    + $"Members: {string.Join(", ", definition.Select(member => member.ColumnName))}.");
            }
            target.ColumnType = column.Type;
            target.TakeAnnotations(column.Annotations);
        }
        return definition;
    }

    private static RowColumn Resolve(Type rowType, SchemaDefinition.Column column)
    {
        const string Parameter = "userSchemaDefinition";
        MemberInfo member = RowMember.Find(rowType, column.MemberName);
        if (member is null)
            Throw.Argument(Parameter, $"No field or property with name '{column.MemberName}' found in type '{rowType.FullName}'");
        MemberShape shape = RowMember.ShapeOf(member);
        string name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        DataViewType type = column.ColumnType ?? shape.DefaultType;
        if (type.RawType != shape.RawType)
            Throw.SchemaMismatch(Parameter, "input", name, type.ToString(), $"member '{column.MemberName}' of type {Throw.Name(shape.MemberType)}");
        return new RowColumn(name, type, member, shape, column.Annotations);
    }
}
