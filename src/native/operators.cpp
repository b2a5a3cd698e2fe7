// The boxed call: one way into every operator of libtorch's dispatcher.
#include "common.h"

#include <ATen/core/LegacyTypeDispatch.h>
#include <c10/core/GradMode.h>

#include <cstdlib>
#include <cstring>

namespace dataworth {
namespace {

enum class Kind { Other, Float, IntList, OptionalTensorList };

struct Parameter {
    Kind kind;
    bool has_default;
    c10::IValue default_value;
};

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Parameter> parameters;
};

// Argument::type() shows SymInt, ScalarType and Layout as int in every version; only real_type() of 2.x does not.
Kind kind_of(c10::TypePtr type) {
    if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
    if (type->kind() == c10::TypeKind::FloatType) return Kind::Float;
    if (auto list = type->cast<c10::ListType>()) {
        auto element = list->getElementType()->kind();
        if (element == c10::TypeKind::IntType) return Kind::IntList;
        if (element == c10::TypeKind::OptionalType) return Kind::OptionalTensorList;
    }
    return Kind::Other;
}

double to_double(int64_t bits) {
    double value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

int64_t to_bits(double value) {
    int64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

c10::IValue tensor_list(const dw_value& value, Kind kind) {
    auto* handles = reinterpret_cast<const dw_tensor*>(value.payload);
    if (kind == Kind::OptionalTensorList) {
        c10::List<OptionalTensor> list;
        list.reserve(static_cast<size_t>(value.count));
        for (int32_t i = 0; i < value.count; i++)
            list.push_back(handles[i] == nullptr ? OptionalTensor() : OptionalTensor(borrow(handles[i])));
        return list;
    }
    return c10::List<at::Tensor>(at::ArrayRef<at::Tensor>(borrow(handles, value.count)));
}

c10::IValue bool_list(const dw_value& value) {
    auto* items = reinterpret_cast<const int64_t*>(value.payload);
    c10::List<bool> list;
    for (int32_t i = 0; i < value.count; i++) list.push_back(items[i] != 0);
    return list;
}

c10::IValue to_ivalue(const dw_value& value, Kind kind) {
    auto count = static_cast<size_t>(value.count);
    switch (value.tag) {
        case DW_NONE: return c10::IValue();
        case DW_TENSOR: return borrow(reinterpret_cast<dw_tensor>(value.payload));
        case DW_INT:
            if (kind == Kind::Float) return static_cast<double>(value.payload);
            if (kind == Kind::IntList) return c10::IntArrayRef(&value.payload, 1);
            return value.payload;
        case DW_DOUBLE: return to_double(value.payload);
        case DW_BOOL: return value.payload != 0;
        case DW_DEVICE:
            return c10::Device(static_cast<c10::DeviceType>(value.payload), static_cast<c10::DeviceIndex>(value.count));
        case DW_STRING: return std::string(reinterpret_cast<const char*>(value.payload), count);
        case DW_GENERATOR:
            return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(
                reinterpret_cast<c10::GeneratorImpl*>(value.payload)));
        case DW_INT_LIST: return c10::IntArrayRef(reinterpret_cast<const int64_t*>(value.payload), count);
        case DW_DOUBLE_LIST: return c10::List<double>(c10::ArrayRef<double>(reinterpret_cast<const double*>(value.payload), count));
        case DW_BOOL_LIST: return bool_list(value);
        case DW_TENSOR_LIST: return tensor_list(value, kind);
        default: TORCH_CHECK(false, "argument tag ", value.tag, " is unknown");
    }
}

// The stack of the thread, kept between calls for its memory; a call inside a call finds it lent and starts an empty one.
struct StackLoan {
    static thread_local torch::jit::Stack kept;
    torch::jit::Stack stack = std::move(kept);

    ~StackLoan() {
        stack.clear();
        kept = std::move(stack);
    }
};
thread_local torch::jit::Stack StackLoan::kept;

// While nothing is recorded, the autograd kernels would only pass on; the layer below them keeps views and version counters right.
void call(const c10::OperatorHandle& handle, torch::jit::Stack& stack) {
    if (c10::GradMode::is_enabled()) {
        handle.callBoxed(&stack);
        return;
    }
    at::AutoDispatchBelowAutograd below;
    handle.callBoxed(&stack);
}

dw_value give_list(const c10::List<at::Tensor>& list) {
    auto count = list.size();
    auto* handles = static_cast<dw_tensor*>(std::malloc((count + 1) * sizeof(dw_tensor)));
    TORCH_CHECK(handles != nullptr, "no memory for a list of ", count, " tensors");
    for (size_t i = 0; i < count; i++) handles[i] = give(list.get(i));
    return {reinterpret_cast<int64_t>(handles), DW_TENSOR_LIST, static_cast<int32_t>(count)};
}

dw_value from_ivalue(c10::IValue& value) {
    if (value.isTensor()) return {reinterpret_cast<int64_t>(give(std::move(value).toTensor())), DW_TENSOR, 0};
    if (value.isNone()) return {0, DW_NONE, 0};
    if (value.isTensorList()) return give_list(value.toTensorList());
    if (value.isInt()) return {value.toInt(), DW_INT, 0};
    if (value.isBool()) return {value.toBool() ? 1 : 0, DW_BOOL, 0};
    if (value.isDouble()) return {to_bits(value.toDouble()), DW_DOUBLE, 0};
    TORCH_CHECK(false, "results of type ", value.tagKind(), " are not supported");
}

}  // namespace
}  // namespace dataworth

using namespace dataworth;

int32_t dw_operator_find(const char* name, const char* overload, dw_operator* result) {
    return guarded([&] {
        auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
        auto* op = new Operator{handle, {}};
        for (const auto& argument : handle.schema().arguments()) {
            auto has_default = argument.default_value().has_value();
            op->parameters.push_back({kind_of(argument.type()), has_default, has_default ? *argument.default_value() : c10::IValue()});
        }
        *result = reinterpret_cast<dw_operator>(op);
    });
}

int32_t dw_operator_call(dw_operator handle, const dw_value* arguments, int32_t argument_count,
                         dw_value* results, int32_t result_capacity, int32_t* result_count) {
    return guarded([&] {
        const auto* op = reinterpret_cast<const Operator*>(handle);
        const auto& parameters = op->parameters;
        auto given = static_cast<size_t>(argument_count);
        TORCH_CHECK(given <= parameters.size(), op->handle.schema().name(), " takes ", parameters.size(), " arguments, got ", given);

        StackLoan loan;
        auto& stack = loan.stack;
        stack.reserve(parameters.size());
        for (size_t i = 0; i < given; i++) stack.push_back(to_ivalue(arguments[i], parameters[i].kind));
        for (size_t i = given; i < parameters.size(); i++) {
            TORCH_CHECK(parameters[i].has_default, op->handle.schema().name(), " has no default for argument '",
                        op->handle.schema().arguments()[i].name(), "'");
            stack.push_back(parameters[i].default_value);
        }

        call(op->handle, stack);
        TORCH_CHECK(stack.size() <= static_cast<size_t>(result_capacity), op->handle.schema().name(), " returned ", stack.size(),
                    " values, room for ", result_capacity);
        for (size_t i = 0; i < stack.size(); i++) results[i] = from_ivalue(stack[i]);
        *result_count = static_cast<int32_t>(stack.size());
    });
}

int32_t dw_operator_schema(dw_operator handle, char** text) {
    return guarded([&] {
        std::ostringstream stream;
        stream << reinterpret_cast<const Operator*>(handle)->handle.schema();
        *text = copy_text(stream.str());
    });
}
