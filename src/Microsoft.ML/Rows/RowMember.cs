using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Fields and properties of row types: which become columns, of what type, and compiled access to them.</summary>
internal static class RowMember
{
    public static IEnumerable<MemberInfo> MembersOf(Type type, SchemaDefinition.Direction direction)
    {
        IEnumerable<MemberInfo> fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance);
        IEnumerable<MemberInfo> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Where(property => (direction.HasFlag(SchemaDefinition.Direction.Read) && property.GetGetMethod() is not null)
                || (direction.HasFlag(SchemaDefinition.Direction.Write) && property.GetSetMethod() is not null));
        return fields.Concat(properties).Where(member => member.GetCustomAttribute<NoColumnAttribute>() is null);
    }

    public static MemberInfo Find(Type type, string name) =>
        (MemberInfo)type.GetField(name, BindingFlags.Public | BindingFlags.Instance) ?? type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance);

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    public static MemberShape ShapeOf(MemberInfo member)
    {
        MemberShape shape = MemberShape.Of(TypeOf(member));
        if (shape is null)
        {
            Throw.Argument("rawType", $"Could not determine an IDataView type for member {member.Name} of type {Throw.Name(TypeOf(member))}. "
                + "Mark it with [NoColumn], or use a number, bool, string, DateTime, DateTimeOffset, TimeSpan, an array or a VBuffer of these.");
        }
        return shape;
    }

    /// <summary>The column type that the type and the attributes of a member ask for.</summary>
    public static DataViewType ColumnTypeOf(MemberInfo member)
    {
        MemberShape shape = ShapeOf(member);
        PrimitiveDataViewType item = DataKinds.TypeOf(shape.ItemType);
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            Throw.Unless(KeyDataViewType.IsValidDataType(shape.ItemType), nameof(member),
                $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type, got {shape.ItemType.Name}");
            item = new KeyDataViewType(shape.ItemType, key.KeyCount?.Count ?? KeyDataViewType.Largest(shape.ItemType));
        }
        int[] dimensions = member.GetCustomAttribute<VectorTypeAttribute>()?.Dimensions;
        Throw.Unless(shape.IsVector || dimensions is null, nameof(member),
            $"Member {member.Name} marked with VectorType attribute, but does not appear to be a vector type, got {Throw.Name(shape.MemberType)}");
        if (!shape.IsVector)
            return item;
        return dimensions is null ? new VectorDataViewType(item) : new VectorDataViewType(item, dimensions);
    }

    /// <summary>A <see cref="Func{TRow, TMember}"/> that reads the member.</summary>
    public static Delegate CompileGet(Type rowType, MemberInfo member)
    {
        Type type = typeof(Func<,>).MakeGenericType(rowType, TypeOf(member));
        if (member is PropertyInfo property)
            return property.GetGetMethod().CreateDelegate(type);
        ParameterExpression row = Expression.Parameter(rowType);
        return Expression.Lambda(type, Expression.MakeMemberAccess(row, member), row).Compile();
    }

    /// <summary>An <see cref="Action{TRow, TMember}"/> that writes the member.</summary>
    public static Delegate CompileSet(Type rowType, MemberInfo member)
    {
        Type type = typeof(Action<,>).MakeGenericType(rowType, TypeOf(member));
        if (member is PropertyInfo property)
            return property.GetSetMethod().CreateDelegate(type);
        ParameterExpression row = Expression.Parameter(rowType);
        ParameterExpression value = Expression.Parameter(TypeOf(member));
        return Expression.Lambda(type, Expression.Assign(Expression.MakeMemberAccess(row, member), value), row, value).Compile();
    }
}
