namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Initial rate times a function of the epoch.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="lr_lambda">The function.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new impl.LambdaLR(optimizer, optimizer.ParamGroups.Select(_ => lr_lambda), last_epoch);

            /// <summary>Initial rate times a function of the epoch, one function per group.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="lr_lambdas">The functions.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler LambdaLR(
                Optimizer optimizer, IEnumerable<Func<int, double>> lr_lambdas, int last_epoch = -1, bool verbose = false) =>
                new impl.LambdaLR(optimizer, lr_lambdas, last_epoch);

            /// <summary>Multiplies the rate by gamma every step_size epochs.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="step_size">Number of epochs.</param>
            /// <param name="gamma">The factor. Default 0.1.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.StepLR(optimizer, step_size, gamma, last_epoch);

            /// <summary>Multiplies the rate by gamma at given epochs.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="milestones">The epochs.</param>
            /// <param name="gamma">The factor. Default 0.1.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler MultiStepLR(
                Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.MultiStepLR(optimizer, milestones, gamma, last_epoch);

            /// <summary>Multiplies the rate by gamma every epoch.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="gamma">The factor. Default 0.1.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new impl.ExponentialLR(optimizer, gamma, last_epoch);

            /// <summary>A factor that goes in a straight line from one value to another and stays there.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="start_factor">First factor. Default 1/3.</param>
            /// <param name="end_factor">Last factor. Default 1.</param>
            /// <param name="total_iters">Number of epochs of the line. Default 5.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler LinearLR(
                Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1,
                bool verbose = false) =>
                new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch);

            /// <summary>Half a cosine wave from the initial rate down to a smallest one.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="T_max">Number of epochs of the half wave.</param>
            /// <param name="eta_min">Smallest rate. Default 0.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new impl.CosineAnnealingLR(optimizer, T_max, eta_min, last_epoch);

            /// <summary>Multiplies the rate by a factor when a metric has not improved for a while.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="mode">'min' (default) or 'max': which values of the metric are better.</param>
            /// <param name="factor">Factor of the rate, less than 1. Default 0.1.</param>
            /// <param name="patience">Number of epochs without improvement that are waited for. Default 10.</param>
            /// <param name="threshold">Smallest change that counts as an improvement. Default 1e-4.</param>
            /// <param name="threshold_mode">'rel' (default) or 'abs'.</param>
            /// <param name="cooldown">Number of epochs to rest after a change. Default 0.</param>
            /// <param name="min_lr">Smallest rate per group; null for 0.</param>
            /// <param name="eps">Smallest change of the rate. Default 1e-8.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler ReduceLROnPlateau(
                Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4,
                string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false) =>
                new impl.ReduceLROnPlateau(
                    optimizer, mode, factor, patience, threshold, threshold_mode, cooldown, min_lr, eps);
        }
    }
}
