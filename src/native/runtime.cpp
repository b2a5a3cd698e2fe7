// Error text, threads, devices, memory and configuration of the process.
#include "common.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <malloc.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace dataworth {
namespace {

// A plain buffer: reporting an error must not need memory.
thread_local char error_text[4096];

}  // namespace

void set_error(const char* text) noexcept {
    std::strncpy(error_text, text, sizeof error_text - 1);
    error_text[sizeof error_text - 1] = 0;
}

void set_error(const std::exception& error) noexcept { set_error(error.what()); }

char* copy_text(const std::string& text) {
    auto* copy = static_cast<char*>(std::malloc(text.size() + 1));
    TORCH_CHECK(copy != nullptr, "no memory for a text of ", text.size(), " bytes");
    std::memcpy(copy, text.c_str(), text.size() + 1);
    return copy;
}

}  // namespace dataworth

using namespace dataworth;

const char* dw_last_error() { return error_text; }

void dw_free(void* memory) { std::free(memory); }

int32_t dw_threads_get(int32_t inter_op, int32_t* threads) {
    return guarded([&] { *threads = inter_op != 0 ? at::get_num_interop_threads() : at::get_num_threads(); });
}

int32_t dw_threads_set(int32_t inter_op, int32_t threads) {
    return guarded([&] {
        TORCH_CHECK(threads > 0, "expected a positive number of threads, got ", threads);
        if (inter_op != 0) at::set_num_interop_threads(threads);
        else at::set_num_threads(threads);
    });
}

int32_t dw_device_count(int32_t device_type, int32_t* count) {
    return guarded([&] {
        auto type = static_cast<c10::DeviceType>(device_type);
        *count = type == c10::DeviceType::CPU ? 1 : type == c10::DeviceType::CUDA ? static_cast<int32_t>(torch::cuda::device_count()) : 0;
    });
}

int32_t dw_device_synchronize(int32_t device_type, int32_t device_index) {
    return guarded([&] {
        if (static_cast<c10::DeviceType>(device_type) == c10::DeviceType::CUDA) torch::cuda::synchronize(device_index);
    });
}

int32_t dw_flag_get(const char* name, int32_t* value) {
    return guarded([&] {
        auto& context = at::globalContext();
        std::string flag(name);
        if (flag == "allow_tf32_matmul") *value = context.allowTF32CuBLAS();
        else if (flag == "allow_tf32_convolution") *value = context.allowTF32CuDNN();
        else if (flag == "cudnn_available") *value = torch::cuda::cudnn_is_available();
        else if (flag == "deterministic_algorithms") *value = context.deterministicAlgorithms();
        else TORCH_CHECK(false, "flag '", flag, "' is unknown");
    });
}

int32_t dw_flag_set(const char* name, int32_t value) {
    return guarded([&] {
        auto& context = at::globalContext();
        std::string flag(name);
        if (flag == "allow_tf32_matmul") context.setAllowTF32CuBLAS(value != 0);
        else if (flag == "allow_tf32_convolution") context.setAllowTF32CuDNN(value != 0);
        else if (flag == "deterministic_algorithms") context.setDeterministicAlgorithms(value != 0, false);
        else TORCH_CHECK(false, "flag '", flag, "' is unknown or cannot be set");
    });
}

int32_t dw_memory_in_use(int64_t* bytes) {
    return guarded([&] {
        auto usage = mallinfo2();
        *bytes = static_cast<int64_t>(usage.uordblks + usage.hblkhd);
    });
}

int32_t dw_configuration(char** text) {
    return guarded([&] {
        *text = copy_text(std::string("libtorch ") + TORCH_VERSION + "\n" + at::show_config() + at::get_parallel_info());
    });
}

int32_t dw_layout(int32_t* values, int32_t capacity) {
    return guarded([&] {
        const size_t layout[] = {
            sizeof(dw_value), offsetof(dw_value, payload), offsetof(dw_value, tag), offsetof(dw_value, count),
            sizeof(dw_tensor_info), offsetof(dw_tensor_info, sizes), offsetof(dw_tensor_info, strides), offsetof(dw_tensor_info, data),
            offsetof(dw_tensor_info, dimensions), offsetof(dw_tensor_info, elements), offsetof(dw_tensor_info, storage_offset),
            offsetof(dw_tensor_info, version), offsetof(dw_tensor_info, scalar_type), offsetof(dw_tensor_info, device_type),
            offsetof(dw_tensor_info, device_index), offsetof(dw_tensor_info, flags)};
        constexpr auto count = static_cast<int32_t>(sizeof layout / sizeof layout[0]);
        TORCH_CHECK(capacity == count, "the layout has ", count, " numbers, expected ", capacity);
        for (int32_t i = 0; i < count; i++) values[i] = static_cast<int32_t>(layout[i]);
    });
}
