// Makes gpt2.txt: the ids of GPT-2 by the package 'tiktoken' (npm install tiktoken@1.0.22; node make-gpt2.js DATA > gpt2.txt, DATA the data directory).
// A line is: '"text" [ids]' for a text in JSON, or 'file number-of-ids sha256-of-the-ids-as-little-endian-int32'.
const { get_encoding, Tiktoken } = require('tiktoken');
const { createHash } = require('crypto');
const { readFileSync } = require('fs');
const encoding = get_encoding('gpt2');
const texts = [
  'Hello world', "Hello, world! It's 2024.", '  multiple   spaces\n\n\ttabs', ' trailing  ', '\u{1F600}\u{1F680} emoji', '\u4f60\u597d\u4e16\u754c na\u00efve caf\u00e9',
  "we'll they'VE don't I'd 're", '<|endoftext|>', 'a'.repeat(300), '\u0000\u0001\u007f\u0085\u00a0\u2028\u3000x', 'e\u0301\u0323 \u200d\ufe0f \u0644\u0627', '1234567890 \u00bd\u2167 3.14e-10',
  'https://example.org/?q=1&r=%20#x', '\r\n\r\n  \r\n}', '\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc66', '\ufffd\ufeff', 'for (int i = 0; i < n; ++i) { x[i] += y; }',
  'x\u{1D400}b \u{20000}\u{1D7CF}\u{1D7D0}! \u{1F600}a', "rock 'n' roll, it 's  'S", '\u0438\u0306 \u0e01\u0e33 \uac00 \u1100\u1161',
];
for (const text of texts) {
  console.log(JSON.stringify(text), JSON.stringify([...encoding.encode_ordinary(text)]));
}
// The same vocabulary with the expressions of cl100k_base and o200k_base: 'name "text" [ids]'.
const ranks = readFileSync(`${process.argv[2]}/tokenizers/gpt2/encoder.json`, 'utf8');
const characters = [...Array(256).keys()].map(byte => [byte, (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174]);
let next = 256;
const bytes = new Map(characters.map(([byte, printable]) => [String.fromCharCode(printable ? byte : next++), byte]));
const lines = Object.entries(JSON.parse(ranks)).filter(([token]) => token !== '<|endoftext|>')
  .map(([token, rank]) => `${Buffer.from([...token].map(character => bytes.get(character))).toString('base64')} ${rank}`).join('\n');
for (const name of ['cl100k_base', 'o200k_base']) {
  const expression = require(`tiktoken/encoders/${name}.json`).pat_str;
  const other = new Tiktoken(lines, {}, expression);
  for (const text of texts) {
    console.log(name, JSON.stringify(text), JSON.stringify([...other.encode_ordinary(text)]));
  }
}
const files = [
  'gutenberg/austen-emma.txt', 'gutenberg/melville-moby_dick.txt', 'inaugural/1861-Lincoln.txt', 'tinyshakespeare/input.txt', 'tinystories-sample/tinystories.txt',
  'wikitext/wiki103.train.first154articles.tokens', 'wikitext/wikitext-2-raw.test.raw',
];
for (const file of files) {
  const ids = encoding.encode_ordinary(readFileSync(`${process.argv[2]}/text/${file}`, 'utf8'));
  const content = Buffer.alloc(4 * ids.length);
  ids.forEach((id, index) => content.writeInt32LE(id, 4 * index));
  console.log(`text/${file}`, ids.length, createHash('sha256').update(content).digest('hex'));
}
