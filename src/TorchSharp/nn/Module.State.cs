namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Parameters and persistent buffers by dotted name. The tensors are those of the module, not copies.</summary>
            /// <param name="destination">Dictionary to add to; null makes a new one.</param>
            /// <param name="prefix">Dotted prefix of the keys; null for none.</param>
            /// <remarks>A shared parameter appears under each of its names.</remarks>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, parameter) in _parameters) destination.TryAdd(start + key, parameter);
                foreach (var (key, (buffer, persistent)) in _buffers)
                {
                    if (persistent) destination.TryAdd(start + key, buffer);
                }
                foreach (var (key, child) in named_children()) child.state_dict(destination, start + key);
                return destination;
            }

            /// <summary>Copies parameters and buffers into this module and its descendants.</summary>
            /// <param name="source">Tensors by dotted name.</param>
            /// <param name="strict">True (default) to refuse a source whose keys differ from those of <see cref="state_dict"/>.</param>
            /// <param name="skip">Keys that are neither compared nor copied.</param>
            /// <returns>Keys of the module that the source lacks, and keys of the source that the module lacks.</returns>
            /// <exception cref="InvalidOperationException"><paramref name="strict"/> is set and the keys differ.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var destination = state_dict();
                var missing = destination.Keys.Where(key => !Skipped(key) && !source.ContainsKey(key)).ToList();
                var unexpected = source.Keys.Where(key => !Skipped(key) && !destination.ContainsKey(key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"The state dictionary does not fit the module: missing keys [{string.Join(", ", missing)}], " +
                        $"unexpected keys [{string.Join(", ", unexpected)}].");
                }
                using var unused = no_grad();
                foreach (var (key, value) in source)
                {
                    if (!Skipped(key) && destination.TryGetValue(key, out var target)) target.copy_(value);
                }
                return (missing, unexpected);

                bool Skipped(string key) => skip is not null && skip.Contains(key);
            }

            /// <summary>Writes the parameters and persistent buffers to a file in TorchSharp's own format.</summary>
            /// <param name="location">Path of the file.</param>
            /// <param name="skip">Keys that are not written.</param>
            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            /// <summary>Writes the parameters and persistent buffers to a stream in TorchSharp's own format.</summary>
            /// <param name="stream">Writable stream.</param>
            /// <param name="skip">Keys that are not written.</param>
            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Writes the parameters and persistent buffers in TorchSharp's own format: a count, then per tensor its key and contents.</summary>
            /// <param name="writer">Binary writer.</param>
            /// <param name="skip">Keys that are not written.</param>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                var entries = state_dict().Where(entry => skip is null || !skip.Contains(entry.Key)).ToList();
                writer.Write7BitEncodedInt64(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    TensorFormat.Write(writer, tensor);
                }
                return this;
            }

            /// <summary>Reads a file that <see cref="save(string, IList{string})"/> wrote.</summary>
            /// <param name="location">Path of the file.</param>
            /// <param name="strict">True (default) to refuse a file whose keys differ from the module's.</param>
            /// <param name="skip">Keys that are not changed.</param>
            /// <param name="loadedParameters">Receives every key of the module and whether the file has it; null for no such list.</param>
            public virtual Module load(
                string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            /// <summary>Reads a stream that <see cref="save(Stream, IList{string})"/> wrote.</summary>
            /// <param name="stream">Readable stream.</param>
            /// <param name="strict">True (default) to refuse a stream whose keys differ from the module's.</param>
            /// <param name="skip">Keys that are not changed.</param>
            /// <param name="loadedParameters">Receives every key of the module and whether the stream has it; null for no such list.</param>
            public Module load(
                Stream stream, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            /// <summary>Reads what <see cref="save(BinaryWriter, IList{string})"/> wrote.</summary>
            /// <param name="reader">Binary reader.</param>
            /// <param name="strict">True (default) to refuse contents whose keys differ from the module's.</param>
            /// <param name="skip">Keys that are not changed.</param>
            /// <param name="loadedParameters">Receives every key of the module and whether the contents have it; null for no such list.</param>
            /// <exception cref="ArgumentException"><paramref name="strict"/> is set and the keys differ, or a tensor has another shape or type.</exception>
            public virtual Module load(
                BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var unused = no_grad();
                var targets = state_dict();
                var count = reader.Read7BitEncodedInt64();
                if (strict && count != targets.Count)
                {
                    throw new ArgumentException(
                        $"The module has {targets.Count} tensors, the file {count}. Load with strict: false to take those that fit.");
                }
                if (loadedParameters is not null)
                {
                    foreach (var key in targets.Keys) loadedParameters[key] = false;
                }
                for (; count > 0; count--)
                {
                    var key = reader.ReadString();
                    using var value = TensorFormat.Read(reader);
                    if (!targets.TryGetValue(key, out var target))
                    {
                        if (strict) throw new ArgumentException($"The module has no parameter or buffer '{key}'. Load with strict: false to take those that fit.");
                        continue;
                    }
                    if (skip is not null && skip.Contains(key)) continue;
                    TensorFormat.Copy(key, value, target);
                    if (loadedParameters is not null) loadedParameters[key] = true;
                }
                return this;
            }
        }
    }
}
