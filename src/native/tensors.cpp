// Handles, storage and metadata of tensors.
#include "common.h"

#include <torch/serialize.h>

namespace dataworth {

std::atomic<int64_t> live_tensors{0};

namespace {

int32_t flags_of(const at::Tensor& tensor) {
    auto strided = tensor.layout() == at::kStrided;
    return (tensor.requires_grad() ? 1 : 0) | (tensor.is_leaf() ? 2 : 0) | (strided && tensor.is_contiguous() ? 4 : 0) |
           (tensor.is_inference() ? 8 : 0) | (tensor.is_sparse() ? 16 : 0);
}

}  // namespace
}  // namespace dataworth

using namespace dataworth;

void dw_tensor_release(dw_tensor handle) {
    if (handle == nullptr) return;
    guarded([&] {
        live_tensors.fetch_sub(1, std::memory_order_relaxed);
        c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(reinterpret_cast<at::TensorImpl*>(handle));
    });
}

int32_t dw_tensor_alias(dw_tensor handle, dw_tensor* result) {
    return guarded([&] { *result = give(borrow(handle)); });
}

int32_t dw_tensor_get_info(dw_tensor handle, dw_tensor_info* info) {
    return guarded([&] {
        auto tensor = borrow(handle);
        auto strided = tensor.layout() == at::kStrided;
        info->sizes = tensor.sizes().data();
        info->strides = strided ? tensor.strides().data() : nullptr;
        info->data = strided && tensor.has_storage() ? tensor.data_ptr() : nullptr;
        info->dimensions = tensor.dim();
        info->elements = tensor.numel();
        info->storage_offset = strided ? tensor.storage_offset() : 0;
        info->version = tensor.is_inference() ? -1 : static_cast<int64_t>(tensor._version());
        info->scalar_type = static_cast<int32_t>(tensor.scalar_type());
        info->device_type = static_cast<int32_t>(tensor.device().type());
        info->device_index = tensor.device().index();
        info->flags = flags_of(tensor);
    });
}

int32_t dw_tensor_from_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t scalar_type,
                              dw_release_callback release, void* context, dw_tensor* result) {
    return guarded([&] {
        c10::IntArrayRef shape(sizes, static_cast<size_t>(dimensions));
        auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(scalar_type));
        *result = give(release == nullptr ? at::from_blob(data, shape, options)
                                          : at::from_blob(data, shape, [release, context](void*) { release(context); }, options));
    });
}

int32_t dw_tensor_save(dw_tensor handle, const char* path) {
    return guarded([&] { torch::save(borrow(handle), std::string(path)); });
}

int32_t dw_tensor_load(const char* path, dw_tensor* result) {
    return guarded([&] {
        at::Tensor tensor;
        torch::load(tensor, std::string(path));
        *result = give(std::move(tensor));
    });
}

int64_t dw_live_tensors() { return live_tensors.load(std::memory_order_relaxed); }
