// Shared by the translation units of the shim; also the precompiled header.
#pragma once

#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/variable.h>

#include <atomic>
#include <exception>
#include <string>
#include <vector>

#include "abi.h"

namespace dataworth {

void set_error(const char* text) noexcept;
void set_error(const std::exception& error) noexcept;

// Runs an action; whatever it throws becomes the error text of the thread and the return code 1.
template <typename Action>
int32_t guarded(Action&& action) noexcept {
    try {
        action();
        return 0;
    } catch (const c10::Error& error) {
        set_error(error.what_without_backtrace());
    } catch (const std::exception& error) {
        set_error(error);
    } catch (...) {
        set_error("libtorch threw an object that is no std::exception");
    }
    return 1;
}

extern std::atomic<int64_t> live_tensors;

// A borrowed handle as a tensor (one more reference); null gives an undefined tensor.
inline at::Tensor borrow(dw_tensor handle) {
    if (handle == nullptr) return at::Tensor();
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(
        reinterpret_cast<at::TensorImpl*>(handle)));
}

// Gives the reference of a tensor to the caller; undefined gives null.
inline dw_tensor give(at::Tensor tensor) {
    if (!tensor.defined()) return nullptr;
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return reinterpret_cast<dw_tensor>(tensor.unsafeReleaseTensorImpl());
}

inline std::vector<at::Tensor> borrow(const dw_tensor* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(static_cast<size_t>(count));
    for (int32_t i = 0; i < count; i++) tensors.push_back(borrow(handles[i]));
    return tensors;
}

// A copy on the C heap, freed with dw_free.
char* copy_text(const std::string& text);

// c10::optional up to libtorch 2.3, std::optional afterwards: the type is taken from a member that returns it.
template <template <typename...> class Optional, typename T>
Optional<at::Tensor> with_tensor(Optional<T>);
using OptionalTensor = decltype(with_tensor(std::declval<at::TensorOptions>().dtype_opt()));

}  // namespace dataworth
