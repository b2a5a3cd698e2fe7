using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Copies a shared library and marks a symbol version that it asks for as weak: the dynamic loader then goes on where no library has it.</summary>
/// <remarks>
/// Right only where no relocation uses a symbol of that version. Format: System V ABI, "GNU version requirements" (section type SHT_GNU_verneed):
/// a chain of Elf64_Verneed, one per library, each with a chain of Elf64_Vernaux, one per version, whose vna_flags may hold VER_FLG_WEAK.
/// Compiled by MSBuild itself (OlderLibstdcxx.targets), against .NET Standard 2.0.
/// </remarks>
public sealed class WeakenVersionNeed : Task
{
    private const uint VersionNeedSection = 0x6FFFFFFE;
    private const ushort WeakFlag = 2;

    /// <summary>The library, which stays as it is.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Name of the version, such as GLIBCXX_3.4.32. Other needs, of whatever library, keep their flags.</summary>
    [Required]
    public string Version { get; set; }

    /// <summary>Where the copy goes; appears whole or not at all, also when several builds make it at once.</summary>
    [Required]
    public string Destination { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        byte[] library = File.ReadAllBytes(Source);
        long[] flags;
        try
        {
            flags = FlagsOf(library, Version).ToArray();
        }
        catch (Exception exception) when (exception is InvalidDataException || exception is ArgumentException || exception is OverflowException)
        {
            Log.LogError("'{0}' is not a whole 64-bit ELF library: {1}", Source, exception.Message);
            return false;
        }

        foreach (long position in flags)
        {
            library[position] |= (byte)WeakFlag;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
        string part = Destination + "." + Guid.NewGuid().ToString("N") + ".part";
        File.WriteAllBytes(part, library);
        try
        {
            File.Move(part, Destination);
        }
        catch (IOException) when (File.Exists(Destination))
        {
            // An older one, or that of a build beside this one; at no moment is there none.
            File.Replace(part, Destination, destinationBackupFileName: null);
        }

        Log.LogMessage(MessageImportance.High, "{0}: {1} need(s) of {2} marked weak, for this system's older libstdc++", Destination, flags.Length, Version);
        return true;
    }

    // Positions of vna_flags of all needs of a version.
    private static IEnumerable<long> FlagsOf(byte[] library, string version)
    {
        // e_ident: magic, ELFCLASS64, little-endian.
        if (library.Length < 64 || BitConverter.ToUInt32(library, 0) != 0x464C457F || library[4] != 2 || library[5] != 1)
        {
            throw new InvalidDataException("wrong magic, class or byte order");
        }

        long sections = checked((long)BitConverter.ToUInt64(library, 0x28));
        int size = BitConverter.ToUInt16(library, 0x3A);
        int count = BitConverter.ToUInt16(library, 0x3C);
        for (int i = 0; i < count; i++)
        {
            int header = checked((int)(sections + ((long)i * size)));
            if (BitConverter.ToUInt32(library, header + 4) != VersionNeedSection)
            {
                continue;
            }

            int names = OffsetOf(library, checked((int)(sections + (BitConverter.ToUInt32(library, header + 0x28) * (long)size))));
            int needs = checked((int)BitConverter.ToUInt32(library, header + 0x2C));
            int need = OffsetOf(library, header);
            for (int n = 0; n < needs; n++)
            {
                int entry = need + checked((int)BitConverter.ToUInt32(library, need + 8));
                int versions = BitConverter.ToUInt16(library, need + 2);
                for (int v = 0; v < versions; v++)
                {
                    if (NameAt(library, checked(names + (int)BitConverter.ToUInt32(library, entry + 8))) == version)
                    {
                        yield return entry + 4;
                    }

                    entry += checked((int)BitConverter.ToUInt32(library, entry + 12));
                }

                need += checked((int)BitConverter.ToUInt32(library, need + 12));
            }
        }
    }

    private static int OffsetOf(byte[] library, int header) => checked((int)BitConverter.ToUInt64(library, header + 0x18));

    private static string NameAt(byte[] library, int start) => Encoding.ASCII.GetString(library, start, Array.IndexOf(library, (byte)0, start) - start);
}
