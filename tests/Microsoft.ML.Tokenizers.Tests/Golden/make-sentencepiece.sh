#!/bin/sh
# Makes bpe.model, unigram.model and sentencepiece.txt with the original program (Debian package sentencepiece, 0.1.97):
#   make-sentencepiece.sh DATA      DATA is the data directory
# The two models are trained on this repository's own sources. A line of sentencepiece.txt is model, ids and text with tabs between; the last line is
# 'botchan number-of-ids sha256-of-the-ids-in-decimal-one-per-line' for DATA's test model and text, encoded line by line.
set -e
cd "$(dirname "$0")"
work=$(mktemp -d)
find ../../../src/Microsoft.ML.Tokenizers ../../../src/DataWorth.Core/Randomness -name '*.cs' | sort | xargs cat | tr -d '\r' > "$work/corpus.txt"
common="--input=$work/corpus.txt --byte_fallback --normalization_rule_name=identity --user_defined_symbols=<sep>,/// --num_threads=1 --minloglevel=2"
spm_train $common --model_prefix="$work/bpe" --model_type=bpe --vocab_size=600 --remove_extra_whitespaces=false --split_digits
spm_train $common --model_prefix="$work/unigram" --model_type=unigram --vocab_size=600
cp "$work/bpe.model" "$work/unigram.model" .
cat > "$work/texts.txt" <<'TEXTS'
Hello world
  leading and   inner blanks, trailing  
the number of the tokens
a<sep>b <sep> c/// ///x////y
public static class Merge { return 12345 + 0x1F; }
naïve café 你好世界 😀🚀
ﬁ Å ½ é
<s> </s> <unk> <0x41>
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
▁already▁marked
TEXTS
: > sentencepiece.txt
for model in bpe unigram; do
  spm_encode --model="$model.model" --output_format=id < "$work/texts.txt" | paste -d '\t' - "$work/texts.txt" | sed "s/^/$model\t/" >> sentencepiece.txt
done
test_data="$1/tokenizers/sentencepiece-test"
spm_encode --model="$test_data/test_model.model" --output_format=id < "$work/texts.txt" | paste -d '\t' - "$work/texts.txt" | sed "s/^/test_model\t/" >> sentencepiece.txt
spm_encode --model="$test_data/test_model.model" --output_format=id < "$test_data/botchan.txt" | tr ' ' '\n' | grep . > "$work/ids.txt"
printf 'botchan\t%s\t%s\n' "$(wc -l < "$work/ids.txt")" "$(sha256sum < "$work/ids.txt" | cut -d ' ' -f 1)" >> sentencepiece.txt
rm -r "$work"
