// Random number generators. A new generator is a clone of its device's default one, so that no device needs its own headers.
#include "common.h"

namespace {

c10::GeneratorImpl* generator(dw_generator handle) { return reinterpret_cast<c10::GeneratorImpl*>(handle); }

c10::Device device(int32_t type, int32_t index) {
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

dw_generator give(c10::intrusive_ptr<c10::GeneratorImpl> pointer) { return reinterpret_cast<dw_generator>(pointer.release()); }

}  // namespace

using dataworth::guarded;

int32_t dw_generator_new(int32_t device_type, int32_t device_index, uint64_t seed, dw_generator* result) {
    return guarded([&] {
        auto source = at::globalContext().defaultGenerator(device(device_type, device_index));
        std::unique_lock<std::mutex> lock(source.mutex());
        auto clone = source.unsafeGetGeneratorImpl()->clone();
        lock.unlock();
        clone->set_current_seed(seed);
        *result = give(std::move(clone));
    });
}

int32_t dw_generator_default(int32_t device_type, int32_t device_index, dw_generator* result) {
    return guarded([&] { *result = give(at::globalContext().defaultGenerator(device(device_type, device_index)).getIntrusivePtr()); });
}

void dw_generator_release(dw_generator handle) {
    if (handle == nullptr) return;
    guarded([&] { c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(generator(handle)); });
}

int32_t dw_generator_set_seed(dw_generator handle, uint64_t seed) {
    return guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle)->mutex_);
        generator(handle)->set_current_seed(seed);
    });
}

int32_t dw_generator_get_seed(dw_generator handle, uint64_t* seed) {
    return guarded([&] { *seed = generator(handle)->current_seed(); });
}

int32_t dw_generator_get_state(dw_generator handle, dw_tensor* state) {
    return guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle)->mutex_);
        *state = dataworth::give(at::Tensor(generator(handle)->get_state()));
    });
}

int32_t dw_generator_set_state(dw_generator handle, dw_tensor state) {
    return guarded([&] {
        std::lock_guard<std::mutex> lock(generator(handle)->mutex_);
        generator(handle)->set_state(*reinterpret_cast<at::TensorImpl*>(state));
    });
}

int32_t dw_manual_seed(uint64_t seed) {
    return guarded([&] { at::manual_seed(seed); });
}
