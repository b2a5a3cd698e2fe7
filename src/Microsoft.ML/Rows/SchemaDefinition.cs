using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The columns of a view made of objects: which members they come from, their names and types. May be edited before use.</summary>
public sealed partial class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    /// <summary>The first column of a name.</summary>
    /// <param name="columnName">Name of the column.</param>
    /// <returns>The column, or null.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column to set has another name.</exception>
    public Column this[string columnName]
    {
        get => this.FirstOrDefault(column => column.ColumnName == columnName);
        set
        {
            Throw.IfNull(value, nameof(value));
            if (value.ColumnName != columnName)
                Throw.Argument(nameof(columnName), $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            int index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    /// <summary>Which members become columns.</summary>
    [Flags]
    public enum Direction
    {
        /// <summary>Those that can be read.</summary>
        Read = 1,

        /// <summary>Those that can be written.</summary>
        Write = 2,

        /// <summary>Those that can be read or written.</summary>
        Both = Read | Write,
    }

    /// <summary>Takes the public fields and properties of a type as columns, fields first.</summary>
    /// <param name="userType">Type of a row.</param>
    /// <param name="direction">Which properties are taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">A member has a type that no column can have, attributes that do not suit it, or a name used before.</exception>
    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Throw.IfNull(userType, nameof(userType));
        var definition = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (MemberInfo member in RowMember.MembersOf(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            if (!names.Add(name))
                Throw.Argument(nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, RowMember.ColumnTypeOf(member), name));
        }
        return definition;
    }
}
