using System.Globalization;
using System.Text;
using DataWorth.Tests;

namespace Microsoft.ML.Tokenizers.Tests;

/// <summary>The tokenizer of a real Llama (stories260K): its pieces and scores as a SentencePiece model.</summary>
public sealed class StoriesTests
{
    private const string Pieces = "models/stories260K/tok512.bin";
    private const string ExpectedIds = "models/stories260K/expected_greedy_token_ids.txt";
    private const string ExpectedText = "models/stories260K/expected_greedy.txt";

    [DataFact(Pieces, ExpectedIds, ExpectedText)]
    public void ModelOutput_IsDecodedAsPublished_AndEncodedBack()
    {
        LlamaTokenizer tokenizer = LlamaTokenizer.Create(new MemoryStream(CreateModel()));
        int[] ids = [.. File.ReadAllText(SharedData.Locate(ExpectedIds)).Split([' ', '\n', ',', '[', ']'], StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        string text = File.ReadAllText(SharedData.Locate(ExpectedText)).TrimEnd();
        Assert.Equal(257, ids.Length);
        Assert.Equal(text, tokenizer.Decode(ids).TrimEnd());
        // The model speaks in the canonical segmentation of its own text.
        Assert.Equal(ids, tokenizer.EncodeToIds(tokenizer.Decode(ids)));
    }

    // llama2.c's file: int32 longest piece; then for each piece float32 score, int32 length and its bytes, with ' ' for U+2581.
    private static byte[] CreateModel()
    {
        using BinaryReader reader = new(File.OpenRead(SharedData.Locate(Pieces)));
        reader.ReadInt32();
        using MemoryStream model = new();
        for (int id = 0; reader.BaseStream.Position < reader.BaseStream.Length; id++)
        {
            float score = reader.ReadSingle();
            string text = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32()));
            int kind = id == 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1;
            text = kind == 1 ? text.Replace(' ', '\u2581') : text.Trim('\n', ' ');
            Message(model, 0x0A, [.. Field(0x0A, Encoding.UTF8.GetBytes(text)), 0x15, .. BitConverter.GetBytes(score), 0x18, (byte)kind]);
        }

        // trainer_spec: model_type = BPE, byte_fallback; normalizer_spec: remove_extra_whitespaces = false.
        Message(model, 0x12, [0x18, 2, 0x98, 0x02, 1]);
        Message(model, 0x1A, [0x20, 0]);
        return model.ToArray();
    }

    private static byte[] Field(byte key, byte[] content) => [key, (byte)content.Length, .. content];

    private static void Message(MemoryStream stream, byte key, byte[] content) => stream.Write(Field(key, content));
}
