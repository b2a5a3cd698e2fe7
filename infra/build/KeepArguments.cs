using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Copies a .NET assembly and marks each of its methods that calls native code as not to be optimized
/// (<c>MethodImplOptions.NoOptimization</c>): such a method then is a call of its own, and what it was given stays alive until it returns.</summary>
/// <remarks>
/// Format: ECMA-335, partition II: 24.2.6 (the stream of tables), 22.26 (table MethodDef, whose ImplFlags these are), 23.1.10 and 23.2.11 (the flags),
/// 25.4 (the methods' code).
/// Compiled by MSBuild itself (KeptArguments.targets), against .NET Standard 2.0.
/// </remarks>
public sealed class KeepArguments : Task
{
    private const int NoOptimization = 0x40;
    private const int AggressiveInlining = 0x100;
    private const int AggressiveOptimization = 0x200;
    private const int PInvoke = 0x2000;

    // Tables before MethodDef, and those that columns of these refer to.
    private const int Module = 0x00;
    private const int TypeRef = 0x01;
    private const int TypeDef = 0x02;
    private const int Field = 0x04;
    private const int MethodDef = 0x06;
    private const int Param = 0x08;
    private const int ModuleRef = 0x1A;
    private const int TypeSpec = 0x1B;
    private const int AssemblyRef = 0x23;

    private byte[] _assembly;
    private int _header; // where the file's header begins

    /// <summary>The assembly, which stays as it is.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Where the copy goes; appears whole or not at all, also when several builds make it at once.</summary>
    [Required]
    public string Destination { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        _assembly = File.ReadAllBytes(Source);
        int methods;
        try
        {
            methods = Mark();
        }
        catch (Exception exception)
            when (exception is InvalidDataException || exception is ArgumentException || exception is IndexOutOfRangeException)
        {
            Log.LogError("'{0}' is not a whole .NET assembly of intermediate language: {1}", Source, exception.Message);
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
        string part = Destination + "." + Guid.NewGuid().ToString("N") + ".part";
        File.WriteAllBytes(part, _assembly);
        try
        {
            File.Move(part, Destination);
        }
        catch (IOException) when (File.Exists(Destination))
        {
            // An older one, or that of a build beside this one; at no moment is there none.
            File.Replace(part, Destination, destinationBackupFileName: null);
        }

        Log.LogMessage(MessageImportance.High, "{0}: {1} methods keep their arguments", Destination, methods);
        return true;
    }

    // Marks the methods that have a body, and returns how many these are.
    private int Mark()
    {
        int tables = Tables();
        int heaps = _assembly[tables + 6];
        ulong present = BitConverter.ToUInt64(_assembly, tables + 8);
        int[] rows = new int[64];
        int position = tables + 24;
        for (int table = 0; table < rows.Length; table++)
        {
            if ((present >> table & 1) == 1)
            {
                rows[table] = Int32(position);
                position += 4;
            }
        }

        int text = (heaps & 1) == 0 ? 2 : 4;
        int guid = (heaps & 2) == 0 ? 2 : 4;
        int blob = (heaps & 4) == 0 ? 2 : 4;
        // Bytes of an index into one of some tables, of which `bits` bits say which.
        Func<int, int[], int> index = (bits, named) => named.Max(table => rows[table]) < 1 << (16 - bits) ? 2 : 4;
        int scope = index(2, new[] { Module, ModuleRef, AssemblyRef, TypeRef });
        int type = index(2, new[] { TypeDef, TypeRef, TypeSpec });
        int[] sizes = new int[MethodDef];
        sizes[Module] = 2 + text + (3 * guid);
        sizes[TypeRef] = scope + text + text;
        sizes[TypeDef] = 4 + text + text + type + index(0, new[] { Field }) + index(0, new[] { MethodDef });
        sizes[Field] = 2 + text + blob;
        for (int table = 0; table < MethodDef; table++)
        {
            if (rows[table] > 0 && sizes[table] == 0)
            {
                throw new InvalidDataException("its tables are not those of a compiler (table " + table + ")");
            }

            position += rows[table] * sizes[table];
        }

        int row = 4 + 2 + 2 + text + blob + index(0, new[] { Param });
        HashSet<int> native = new HashSet<int>(
            Enumerable
                .Range(0, rows[MethodDef])
                .Where(method => (BitConverter.ToUInt16(_assembly, position + (method * row) + 6) & PInvoke) != 0)
                .Select(method => (MethodDef << 24) + method + 1)
        );
        int marked = 0;
        for (int method = 0; method < rows[MethodDef]; method++, position += row)
        {
            if (Int32(position) != 0 && Names(native, At(Int32(position))))
            {
                int flags = BitConverter.ToUInt16(_assembly, position + 4);
                flags = (flags & ~(AggressiveInlining | AggressiveOptimization)) | NoOptimization;
                _assembly[position + 4] = (byte)flags;
                _assembly[position + 5] = (byte)(flags >> 8);
                marked++;
            }
        }

        return marked;
    }

    // Whether a method's code has the number of one of some functions in it. All places are looked at, also between instructions: some methods are marked
    // that need not be, and none is left out.
    private bool Names(HashSet<int> functions, int method)
    {
        bool isTiny = (_assembly[method] & 3) == 2;
        int start = method + (isTiny ? 1 : 4 * (_assembly[method + 1] >> 4));
        int end = start + (isTiny ? _assembly[method] >> 2 : Int32(method + 4));
        return Enumerable.Range(start, Math.Max(0, end - start - 3)).Any(place => functions.Contains(Int32(place)));
    }

    // Position of the stream of tables.
    private int Tables()
    {
        if (_assembly.Length < 64 || _assembly[0] != 'M' || _assembly[1] != 'Z')
        {
            throw new InvalidDataException("wrong magic");
        }

        _header = Int32(0x3C) + 4;
        int optional = _header + 20;
        int directories = optional + (BitConverter.ToUInt16(_assembly, optional) == 0x20B ? 112 : 96);
        int common = At(Int32(directories + (14 * 8)));
        if (Int32(common + 64) != 0)
        {
            throw new InvalidDataException("it holds machine code, which stays as it is");
        }

        int metadata = At(Int32(common + 8));
        int stream = metadata + 16 + Int32(metadata + 12);
        int count = BitConverter.ToUInt16(_assembly, stream + 2);
        stream += 4;
        for (int i = 0; i < count; i++)
        {
            int end = Array.IndexOf(_assembly, (byte)0, stream + 8);
            string name = Encoding.ASCII.GetString(_assembly, stream + 8, end - stream - 8);
            if (name == "#~")
            {
                return metadata + Int32(stream);
            }

            // Names are padded to four bytes, with one zero at least.
            stream += 8 + ((name.Length / 4) + 1) * 4;
        }

        throw new InvalidDataException("it has no tables");
    }

    // Position in the file of an address in memory.
    private int At(int address)
    {
        int found = 0;
        int section = _header + 20 + BitConverter.ToUInt16(_assembly, _header + 16);
        for (int i = BitConverter.ToUInt16(_assembly, _header + 2); i > 0; i--, section += 40)
        {
            int start = Int32(section + 12);
            int bytes = Int32(section + 16);
            int position = Int32(section + 20);
            if (position + bytes > _assembly.Length)
            {
                throw new InvalidDataException("it ends too early");
            }

            if (address >= start && address < start + bytes)
            {
                found = address - start + position;
            }
        }

        return found > 0 ? found : throw new InvalidDataException("it is no .NET assembly");
    }

    private int Int32(int position) => BitConverter.ToInt32(_assembly, position);
}
