namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss joins the values of the examples.</summary>
        public enum Reduction : long
        {
            /// <summary>One value per example.</summary>
            None = 0,

            /// <summary>The (weighted) mean.</summary>
            Mean = 1,

            /// <summary>The sum.</summary>
            Sum = 2,
        }
    }
}
