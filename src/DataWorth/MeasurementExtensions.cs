using DataWorth.Tasks;

namespace DataWorth;

/// <summary>What is differentiated for a measurement.</summary>
internal static class MeasurementExtensions
{
    extension(Measurement measurement)
    {
        /// <summary>The objective that falls when the measurement rises.</summary>
        public Objective Objective => measurement == Measurement.Margin ? Objective.NegativeMargin : Objective.Loss;
    }
}
