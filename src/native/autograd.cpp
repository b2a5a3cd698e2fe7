// Gradients, the gradient modes of the thread, and graph nodes whose backward is a callback.
#include "common.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/functions/utils.h>

namespace dataworth {
namespace {

class CallbackNode final : public torch::autograd::Node {
public:
    CallbackNode(dw_backward_callback backward, dw_release_callback release, void* context)
        : backward_(backward), release_(release), context_(context) {}

    ~CallbackNode() override { release_(context_); }

    torch::autograd::variable_list apply(torch::autograd::variable_list&& output_gradients) override {
        std::vector<dw_tensor> given;
        given.reserve(output_gradients.size());
        for (const auto& gradient : output_gradients)
            given.push_back(reinterpret_cast<dw_tensor>(gradient.defined() ? gradient.unsafeGetTensorImpl() : nullptr));

        std::vector<dw_tensor> handles(num_outputs(), nullptr);
        char error[1024] = {0};
        auto failed = backward_(context_, given.data(), static_cast<int32_t>(given.size()), handles.data(),
                                static_cast<int32_t>(handles.size()), error, sizeof error);
        torch::autograd::variable_list gradients;
        for (auto* handle : handles) {
            gradients.push_back(borrow(handle));
            dw_tensor_release(handle);
        }
        TORCH_CHECK(failed == 0, error);
        return gradients;
    }

private:
    dw_backward_callback backward_;
    dw_release_callback release_;
    void* context_;
};

}  // namespace
}  // namespace dataworth

using namespace dataworth;

int32_t dw_tensor_set_requires_grad(dw_tensor handle, int32_t value) {
    return guarded([&] { borrow(handle).set_requires_grad(value != 0); });
}

int32_t dw_tensor_retain_grad(dw_tensor handle) {
    return guarded([&] { borrow(handle).retain_grad(); });
}

int32_t dw_tensor_get_grad(dw_tensor handle, dw_tensor* result) {
    return guarded([&] { *result = give(borrow(handle).mutable_grad()); });
}

int32_t dw_tensor_set_grad(dw_tensor handle, dw_tensor gradient) {
    return guarded([&] { borrow(handle).mutable_grad() = borrow(gradient); });
}

int32_t dw_autograd_grad(const dw_tensor* outputs, int32_t output_count, const dw_tensor* inputs, int32_t input_count,
                         const dw_tensor* output_gradients, int32_t output_gradient_count, int32_t retain_graph,
                         int32_t create_graph, int32_t allow_unused, dw_tensor* results) {
    return guarded([&] {
        auto gradients = torch::autograd::grad(borrow(outputs, output_count), borrow(inputs, input_count),
                                               borrow(output_gradients, output_gradient_count), retain_graph != 0,
                                               create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < gradients.size(); i++) results[i] = give(std::move(gradients[i]));
    });
}

int32_t dw_autograd_backward(const dw_tensor* outputs, int32_t output_count, const dw_tensor* output_gradients,
                             int32_t output_gradient_count, int32_t retain_graph, int32_t create_graph,
                             const dw_tensor* inputs, int32_t input_count) {
    return guarded([&] {
        torch::autograd::backward(borrow(outputs, output_count), borrow(output_gradients, output_gradient_count),
                                  retain_graph != 0, create_graph != 0, borrow(inputs, input_count));
    });
}

int32_t dw_autograd_function(const dw_tensor* inputs, int32_t input_count, const dw_tensor* outputs, int32_t output_count,
                             dw_backward_callback backward, dw_release_callback release, void* context, dw_tensor* results) {
    return guarded([&] {
        // From here on the node owns the context: it is released also when something below throws.
        std::shared_ptr<CallbackNode> node(new CallbackNode(backward, release, context), torch::autograd::deleteNode);
        auto arguments = borrow(inputs, input_count);
        auto needed = c10::GradMode::is_enabled() && torch::autograd::any_variable_requires_grad(arguments);
        if (needed) {
            torch::autograd::edge_list edges;
            for (const auto& argument : arguments)
                edges.push_back(argument.defined() ? torch::autograd::impl::gradient_edge(argument) : torch::autograd::Edge());
            node->set_next_edges(std::move(edges));
        }
        for (int32_t i = 0; i < output_count; i++) {
            // A fresh tensor object over the same memory, so that an input that is returned keeps its own history.
            auto output = borrow(outputs[i]).detach();
            if (needed) torch::autograd::set_history(output, node);
            results[i] = give(std::move(output));
        }
    });
}

int32_t dw_grad_mode_get() { return c10::GradMode::is_enabled() ? 1 : 0; }

int32_t dw_grad_mode_set(int32_t enabled) {
    auto previous = c10::GradMode::is_enabled() ? 1 : 0;
    c10::GradMode::set_enabled(enabled != 0);
    return previous;
}

int32_t dw_inference_mode_enter(int32_t enabled, void** guard) {
    return guarded([&] { *guard = new c10::InferenceMode(enabled != 0); });
}

int32_t dw_inference_mode_leave(void* guard) {
    return guarded([&] { delete static_cast<c10::InferenceMode*>(guard); });
}
