namespace DataWorth.Artifacts;

/// <summary>A register of several 32-bit words, one for each block that is hashed, and the few operations that SHA-256 needs.</summary>
internal unsafe interface ILaneVector<TVector>
    where TVector : unmanaged
{
    /// <summary>True when the processor has the operations.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Words in a register.</summary>
    static abstract int Lanes { get; }

    /// <summary>One word in every lane.</summary>
    static abstract TVector Of(uint word);

    /// <summary>left + right modulo 2^32.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>Each word x: ROTR2(x) ^ ROTR13(x) ^ ROTR22(x).</summary>
    static abstract TVector LargeSigma0(TVector words);

    /// <summary>Each word x: ROTR6(x) ^ ROTR11(x) ^ ROTR25(x).</summary>
    static abstract TVector LargeSigma1(TVector words);

    /// <summary>Each word x: ROTR7(x) ^ ROTR18(x) ^ SHR3(x).</summary>
    static abstract TVector SmallSigma0(TVector words);

    /// <summary>Each word x: ROTR17(x) ^ ROTR19(x) ^ SHR10(x).</summary>
    static abstract TVector SmallSigma1(TVector words);

    /// <summary>Bit by bit: ifOne where the selector is 1, ifZero where it is 0.</summary>
    static abstract TVector Choose(TVector selector, TVector ifOne, TVector ifZero);

    /// <summary>Bit by bit: what at least two of the three have.</summary>
    static abstract TVector Majority(TVector first, TVector second, TVector third);

    /// <summary>Reads 16 big-endian words from an offset of every block; register t of the result holds word t of every lane. Uses up to 32
    /// registers of scratch memory.</summary>
    static abstract void Load(byte** blocks, nint offset, TVector* words, TVector* scratch);
}
