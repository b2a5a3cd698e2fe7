namespace DataWorth.Golden;

/// <summary>Every reference array that belongs to a method of the product, and why the others do not.</summary>
internal static class GoldenCases
{
    /// <summary>Arrays of methods that the product does not have.</summary>
    public static IReadOnlyDictionary<string, string> Foreign { get; } =
        new Dictionary<string, string>
        {
            ["dattri_if_datainf"] = "DataInf is not a method of the product",
            ["dattri_if_ekfac_as_shipped"] = "reproduces defects of dattri's EK-FAC; the textbook method is compared with Kronfluence",
            ["dattri_if_explicit_relatif_theta"] = "theta-RelatIF is not a score rule of the product",
            ["dattri_rps"] = "representer points are not a method of the product",
        };

    /// <summary>Arrays that nobody can reproduce from the files.</summary>
    public static IReadOnlyDictionary<string, string> Undetermined { get; } =
        new Dictionary<string, string>
        {
            ["gpt/trak_rademacher_lam0"] =
                "the projection matrix is not in the file, and the vendor's library that drew it is not torch's own generator",
            ["gpt/trak_rademacher_lam0.001"] = "as above",
            ["gpt/dense_param_if_default"] =
                "keys' biases have gradient 0 by the softmax's invariance: 0.1 x mean eigenvalue of their Fisher is rounding, and so is "
                + "the quotient",
        };

    /// <summary>The cases of a model.</summary>
    public static IReadOnlyList<GoldenCase> Of(string model) =>
        [
            .. new[] { LogixCases.All(), KronfluenceCases.All(), TrakCases.All(model), GradientCases.All(model), DenseCases.All(model) }
                .SelectMany(cases => cases)
                .Where(golden => !Undetermined.ContainsKey($"{model}/{golden.Array}")),
        ];
}
