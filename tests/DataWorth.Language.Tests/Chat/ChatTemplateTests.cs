using System.ComponentModel;
using System.Reflection;
using DataWorth.Language.Chat;
using DataWorth.Language.Corpora;

namespace DataWorth.Language.Tests.Chat;

/// <summary>Every template gives the published form, and the answers it marks are what models learn.</summary>
public sealed class ChatTemplateTests
{
    private static readonly ChatMessage[] s_talk =
    [
        new("system", "Be kind."),
        new("user", "Hi"),
        new("assistant", "Hello!"),
        new("user", "Bye"),
    ];

    [Fact]
    public void Option_NamesEveryTemplate()
    {
        var text = typeof(TextDataOptions)
            .GetProperty(nameof(TextDataOptions.Template))!
            .GetCustomAttribute<DescriptionAttribute>()!
            .Description;
        Assert.EndsWith(
            string.Join(", ", ChatTemplateTable.Templates.SkipLast(1).Select(template => template.Name))
                + $" or {ChatTemplateTable.Templates[^1].Name}.",
            text,
            StringComparison.Ordinal
        );
    }

    // As the programs of the models' own folders render it.
    [Theory]
    [InlineData(
        "chatml",
        "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello!<|im_end|>\n"
            + "<|im_start|>user\nBye<|im_end|>\n<|im_start|>assistant\n",
        "Hello!<|im_end|>"
    )]
    [InlineData(
        "llama-3",
        "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe kind.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHi"
            + "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello!<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nBye"
            + "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
        "Hello!<|eot_id|>"
    )]
    [InlineData("llama-2", "<s>[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nHi [/INST] Hello! </s><s>[INST] Bye [/INST]", " Hello! </s>")]
    [InlineData(
        "alpaca",
        "Be kind.\n\n### Instruction:\nHi\n\n### Response:\nHello!\n\n### Instruction:\nBye\n\n### Response:\n",
        "Hello!"
    )]
    [InlineData("plain", "Be kind.HiHello!Bye", "Hello!")]
    public void AConversation_HasThePublishedForm(string name, string expected, string answers)
    {
        var (text, completions) = ChatTemplateTable.Of(name).Render(s_talk, asksForAnswer: true);
        Assert.Equal(expected, text);
        Assert.Equal([answers], completions.Select(range => text.Substring(range.Start, range.Length)));
    }

    [Fact]
    public void EveryTemplate_IsFoundByItsMarker_InWhatItRenders()
    {
        Assert.Equal(5, ChatTemplateTable.Templates.Count);
        foreach (var template in ChatTemplateTable.Templates.Where(template => template.Marker != ""))
        {
            Assert.Same(template, ChatTemplateTable.Find(template.Render(s_talk).Text));
        }

        Assert.Null(ChatTemplateTable.Find("{{ bos_token }}"));
    }

    [Fact]
    public void RolesThatAreUnknownOrMisplaced_AreRefused()
    {
        Assert.StartsWith(
            "A message has the role 'tool', expected 'system', 'user' or 'assistant'.",
            Assert.Throws<ArgumentException>(() => ChatTemplateTable.Of("plain").Render([new("tool", "x")])).Message
        );
        Assert.StartsWith(
            "Message 0 has the role 'assistant', where the template 'llama-2' has none",
            Assert.Throws<ArgumentException>(() => ChatTemplateTable.Of("llama-2").Render([new("assistant", "x")])).Message
        );
    }
}
