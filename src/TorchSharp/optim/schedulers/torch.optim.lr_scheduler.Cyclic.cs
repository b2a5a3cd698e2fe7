namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Rate that goes up and down in straight lines between two bounds, counted in batches.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="base_lr">Lower bound of the rate.</param>
            /// <param name="max_lr">Upper bound of the rate.</param>
            /// <param name="step_size_up">Number of batches up. Default 2000.</param>
            /// <param name="step_size_down">Number of batches down; -1 (default) for as many as up.</param>
            /// <param name="mode">How the height of the cycles changes. Default not.</param>
            /// <param name="gamma">Factor of ExpRange. Default 1.</param>
            /// <param name="scale_fn">Own scale of the height; the mode is ignored then.</param>
            /// <param name="scale_mode">What that function is given. Default the number of the cycle.</param>
            /// <param name="cycle_momentum">True (default) to move the momentum against the rate.</param>
            /// <param name="base_momentum">Lower bound of the momentum. Default 0.8.</param>
            /// <param name="max_momentum">Upper bound of the momentum. Default 0.9.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1,
                impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null,
                impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true,
                double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false) =>
                CyclicLR(
                    optimizer, Same(optimizer, base_lr), Same(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn,
                    scale_mode, cycle_momentum, Same(optimizer, base_momentum), Same(optimizer, max_momentum), last_epoch, verbose);

            /// <summary>Rate that goes up and down in straight lines between two bounds, counted in batches, with bounds per group.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="base_lr">Lower bound of the rate.</param>
            /// <param name="max_lr">Upper bound of the rate.</param>
            /// <param name="step_size_up">Number of batches up. Default 2000.</param>
            /// <param name="step_size_down">Number of batches down; -1 (default) for as many as up.</param>
            /// <param name="mode">How the height of the cycles changes. Default not.</param>
            /// <param name="gamma">Factor of ExpRange. Default 1.</param>
            /// <param name="scale_fn">Own scale of the height; the mode is ignored then.</param>
            /// <param name="scale_mode">What that function is given. Default the number of the cycle.</param>
            /// <param name="cycle_momentum">True (default) to move the momentum against the rate.</param>
            /// <param name="base_momentum">Lower bound of the momentum. Default 0.8.</param>
            /// <param name="max_momentum">Upper bound of the momentum. Default 0.9.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler CyclicLR(
                Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1,
                impl.CyclicLR.Mode mode = impl.CyclicLR.Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null,
                impl.CyclicLR.ScaleMode scale_mode = impl.CyclicLR.ScaleMode.Cycle, bool cycle_momentum = true,
                IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false) =>
                new impl.CyclicLR(
                    optimizer, base_lr, max_lr, step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum,
                    base_momentum, max_momentum, last_epoch);

            /// <summary>One cycle up to a largest rate and down to a very small one, counted in batches.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="max_lr">Largest rate.</param>
            /// <param name="total_steps">Number of batches; or give the next two.</param>
            /// <param name="epochs">Number of epochs.</param>
            /// <param name="steps_per_epoch">Number of batches per epoch.</param>
            /// <param name="pct_start">Share of the batches until the largest rate. Default 0.3.</param>
            /// <param name="anneal_strategy">Shape of the way between two values. Default cosine.</param>
            /// <param name="cycle_momentum">True (default) to move the momentum against the rate.</param>
            /// <param name="base_momentum">Lower bound of the momentum. Default 0.85.</param>
            /// <param name="max_momentum">Upper bound of the momentum. Default 0.95.</param>
            /// <param name="div_factor">Largest rate divided by the first one. Default 25.</param>
            /// <param name="final_div_factor">First rate divided by the last one. Default 1e4.</param>
            /// <param name="three_phase">True to come back to the first rate before going to the last one. Default false.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos,
                bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                OneCycleLR(
                    optimizer, Same(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                    Same(optimizer, base_momentum), Same(optimizer, max_momentum), div_factor, final_div_factor, three_phase,
                    last_epoch, verbose);

            /// <summary>One cycle up to a largest rate and down to a very small one, counted in batches, with rates per group.</summary>
            /// <param name="optimizer">Optimiser whose groups are changed.</param>
            /// <param name="max_lr">Largest rate.</param>
            /// <param name="total_steps">Number of batches; or give the next two.</param>
            /// <param name="epochs">Number of epochs.</param>
            /// <param name="steps_per_epoch">Number of batches per epoch.</param>
            /// <param name="pct_start">Share of the batches until the largest rate. Default 0.3.</param>
            /// <param name="anneal_strategy">Shape of the way between two values. Default cosine.</param>
            /// <param name="cycle_momentum">True (default) to move the momentum against the rate.</param>
            /// <param name="base_momentum">Lower bound of the momentum. Default 0.85.</param>
            /// <param name="max_momentum">Upper bound of the momentum. Default 0.95.</param>
            /// <param name="div_factor">Largest rate divided by the first one. Default 25.</param>
            /// <param name="final_div_factor">First rate divided by the last one. Default 1e4.</param>
            /// <param name="three_phase">True to come back to the first rate before going to the last one. Default false.</param>
            /// <param name="last_epoch">Epoch after which to go on; -1 (default) starts anew.</param>
            /// <param name="verbose">Accepted for compatibility; nothing is printed.</param>
            public static LRScheduler OneCycleLR(
                Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1,
                double pct_start = 0.3, impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos,
                bool cycle_momentum = true, IEnumerable<double>? base_momentum = null,
                IEnumerable<double>? max_momentum = null, double div_factor = 25,
                double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(
                    optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, base_momentum,
                    max_momentum, div_factor, final_div_factor, three_phase, last_epoch);

            internal static IEnumerable<double> Same(Optimizer optimizer, double value) =>
                Enumerable.Repeat(value, optimizer.ParamGroups.Count());
        }
    }
}
