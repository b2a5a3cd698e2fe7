// Commands run inside the test process and set what belongs to all of it (libtorch's threads, the environment, the console): two at once
// could train with different
// numbers of threads, whose sums round differently, and then not find again what they stored.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
