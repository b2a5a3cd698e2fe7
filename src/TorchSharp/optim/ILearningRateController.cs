namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>What a learning-rate schedule changes: one group of parameters.</summary>
        public interface ILearningRateController
        {
            /// <summary>Learning rate of the next step.</summary>
            double LearningRate { get; set; }

            /// <summary>Learning rate at the start, from which schedules compute.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>A group whose optimiser has a momentum factor.</summary>
        public interface IMomentum
        {
            /// <summary>Momentum factor, within 0 to 1.</summary>
            double Momentum { get; set; }
        }

        /// <summary>A group whose optimiser has two averaging factors.</summary>
        public interface IBetas
        {
            /// <summary>Averaging factors of the gradient and of its square, within 0 to 1.</summary>
            (double, double) Betas { get; set; }
        }
    }
}
