global using DataWorth.Configuration;
global using TorchSharp;
global using static TorchSharp.torch;
