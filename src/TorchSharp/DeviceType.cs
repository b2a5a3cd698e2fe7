namespace TorchSharp;

/// <summary>Kinds of devices; the numbers are libtorch's own.</summary>
public enum DeviceType
{
    /// <summary>The processor and its memory.</summary>
    CPU = 0,

    /// <summary>An NVIDIA accelerator.</summary>
    CUDA = 1,

    /// <summary>Reserved: explicit MKL-DNN.</summary>
    MKLDNN = 2,

    /// <summary>OpenGL.</summary>
    OPENGL = 3,

    /// <summary>OpenCL.</summary>
    OPENCL = 4,

    /// <summary>IDEEP.</summary>
    IDEEP = 5,

    /// <summary>An AMD accelerator.</summary>
    HIP = 6,

    /// <summary>A field-programmable gate array.</summary>
    FPGA = 7,

    /// <summary>Microsoft's accelerator runtime.</summary>
    MSNPU = 8,

    /// <summary>A tensor processing unit through XLA.</summary>
    XLA = 9,

    /// <summary>Vulkan.</summary>
    Vulkan = 10,

    /// <summary>Apple's Metal.</summary>
    Metal = 11,

    /// <summary>An Intel accelerator.</summary>
    XPU = 12,

    /// <summary>Apple's Metal Performance Shaders.</summary>
    MPS = 13,

    /// <summary>Shapes without data.</summary>
    META = 14,
}
