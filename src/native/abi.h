// The C ABI between the TorchSharp binding and libtorch. It knows no C#.
//
// Every function that can fail returns 0 for success and 1 for failure; the reason of the last failure
// on the calling thread is read with dw_last_error. No exception leaves any of these functions.
//
// A tensor handle is an owned reference to an at::TensorImpl: each handle that is given out is released once.
// The null handle stands for an undefined tensor.
#pragma once

#include <cstdint>

#if defined(__GNUC__)
#define DW_EXPORT extern "C" __attribute__((visibility("default")))
#else
#define DW_EXPORT extern "C"
#endif

typedef struct dw_tensor_impl* dw_tensor;        // owned reference to at::TensorImpl
typedef struct dw_generator_impl* dw_generator;  // owned reference to c10::GeneratorImpl
typedef struct dw_operator_impl* dw_operator;    // lives as long as the process

enum dw_tag : int32_t {
    DW_NONE = 0,         // nothing given
    DW_TENSOR = 1,       // payload: tensor handle (null: undefined)
    DW_INT = 2,          // payload: int64
    DW_DOUBLE = 3,       // payload: bits of a double
    DW_BOOL = 4,         // payload: 0 or 1
    DW_DEVICE = 5,       // payload: device type, count: index (-1: current)
    DW_STRING = 6,       // payload: UTF-8 bytes, count: their number
    DW_GENERATOR = 7,    // payload: generator handle
    DW_INT_LIST = 8,     // payload: int64*, count
    DW_DOUBLE_LIST = 9,  // payload: double*, count
    DW_BOOL_LIST = 10,   // payload: int64* (0 or 1), count
    DW_TENSOR_LIST = 11  // payload: tensor handles, count; in results allocated, freed with dw_free
};

// One argument or result: 16 bytes, payload first. The same layout is declared in NativeValue.cs.
typedef struct dw_value {
    int64_t payload;
    int32_t tag;
    int32_t count;
} dw_value;

// What is asked most often of a tensor, in one call. The same layout is declared in TensorInfo.cs.
typedef struct dw_tensor_info {
    const int64_t* sizes;
    const int64_t* strides;
    void* data;             // null if the tensor has no storage
    int64_t dimensions;
    int64_t elements;
    int64_t storage_offset;
    int64_t version;        // number of in-place changes; -1 for inference tensors
    int32_t scalar_type;
    int32_t device_type;
    int32_t device_index;   // -1 where the device has none
    int32_t flags;          // bit 0 requires_grad, 1 is_leaf, 2 is_contiguous, 3 is_inference, 4 is_sparse
} dw_tensor_info;

// Receives the context when the memory behind a tensor or a node of the graph is no longer needed.
typedef void (*dw_release_callback)(void* context);

// Computes input gradients from output gradients. Both arrays hold borrowed handles on entry; the handles
// written to gradients pass into the ownership of the caller. Returns 0, or 1 after writing error text.
typedef int32_t (*dw_backward_callback)(void* context, const dw_tensor* output_gradients, int32_t output_count,
                                        dw_tensor* gradients, int32_t input_count, char* error, int32_t error_capacity);

// operators
DW_EXPORT int32_t dw_operator_find(const char* name, const char* overload, dw_operator* result);
DW_EXPORT int32_t dw_operator_call(dw_operator op, const dw_value* arguments, int32_t argument_count,
                                   dw_value* results, int32_t result_capacity, int32_t* result_count);
DW_EXPORT int32_t dw_operator_schema(dw_operator op, char** text);

// tensors
DW_EXPORT void dw_tensor_release(dw_tensor tensor);
DW_EXPORT int32_t dw_tensor_alias(dw_tensor tensor, dw_tensor* result);
DW_EXPORT int32_t dw_tensor_get_info(dw_tensor tensor, dw_tensor_info* info);
DW_EXPORT int32_t dw_tensor_from_memory(void* data, const int64_t* sizes, int32_t dimensions, int32_t scalar_type,
                                        dw_release_callback release, void* context, dw_tensor* result);
DW_EXPORT int32_t dw_tensor_save(dw_tensor tensor, const char* path);
DW_EXPORT int32_t dw_tensor_load(const char* path, dw_tensor* result);
DW_EXPORT int64_t dw_live_tensors();

// autograd
DW_EXPORT int32_t dw_tensor_set_requires_grad(dw_tensor tensor, int32_t value);
DW_EXPORT int32_t dw_tensor_retain_grad(dw_tensor tensor);
DW_EXPORT int32_t dw_tensor_get_grad(dw_tensor tensor, dw_tensor* result);
DW_EXPORT int32_t dw_tensor_set_grad(dw_tensor tensor, dw_tensor gradient);
DW_EXPORT int32_t dw_autograd_grad(const dw_tensor* outputs, int32_t output_count, const dw_tensor* inputs, int32_t input_count,
                                   const dw_tensor* output_gradients, int32_t output_gradient_count, int32_t retain_graph,
                                   int32_t create_graph, int32_t allow_unused, dw_tensor* results);
DW_EXPORT int32_t dw_autograd_backward(const dw_tensor* outputs, int32_t output_count, const dw_tensor* output_gradients,
                                       int32_t output_gradient_count, int32_t retain_graph, int32_t create_graph,
                                       const dw_tensor* inputs, int32_t input_count);
DW_EXPORT int32_t dw_autograd_function(const dw_tensor* inputs, int32_t input_count, const dw_tensor* outputs, int32_t output_count,
                                       dw_backward_callback backward, dw_release_callback release, void* context, dw_tensor* results);
DW_EXPORT int32_t dw_grad_mode_get();
DW_EXPORT int32_t dw_grad_mode_set(int32_t enabled);
DW_EXPORT int32_t dw_inference_mode_enter(int32_t enabled, void** guard);
DW_EXPORT int32_t dw_inference_mode_leave(void* guard);

// generators
DW_EXPORT int32_t dw_generator_new(int32_t device_type, int32_t device_index, uint64_t seed, dw_generator* result);
DW_EXPORT int32_t dw_generator_default(int32_t device_type, int32_t device_index, dw_generator* result);
DW_EXPORT void dw_generator_release(dw_generator generator);
DW_EXPORT int32_t dw_generator_set_seed(dw_generator generator, uint64_t seed);
DW_EXPORT int32_t dw_generator_get_seed(dw_generator generator, uint64_t* seed);
DW_EXPORT int32_t dw_generator_get_state(dw_generator generator, dw_tensor* state);
DW_EXPORT int32_t dw_generator_set_state(dw_generator generator, dw_tensor state);
DW_EXPORT int32_t dw_manual_seed(uint64_t seed);

// process
DW_EXPORT int32_t dw_threads_get(int32_t inter_op, int32_t* threads);
DW_EXPORT int32_t dw_threads_set(int32_t inter_op, int32_t threads);
DW_EXPORT int32_t dw_device_count(int32_t device_type, int32_t* count);
DW_EXPORT int32_t dw_device_synchronize(int32_t device_type, int32_t device_index);
DW_EXPORT int32_t dw_flag_get(const char* name, int32_t* value);
DW_EXPORT int32_t dw_flag_set(const char* name, int32_t value);
DW_EXPORT int32_t dw_memory_in_use(int64_t* bytes);
DW_EXPORT int32_t dw_configuration(char** text);
DW_EXPORT int32_t dw_layout(int32_t* values, int32_t capacity);
DW_EXPORT void dw_free(void* memory);
DW_EXPORT const char* dw_last_error();
