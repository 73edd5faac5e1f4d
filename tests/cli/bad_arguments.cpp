// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include "bad_input.hpp"

namespace lmulsim::cli_test {

namespace {

const std::string kGemm = "gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4 --k 4 ";

}  // namespace

void bad_arguments(BadInputs& table) {
  const std::string codes("\x38\x40", 2);
  table.add("NoCommand", "", {}, {"A subcommand is required"});
  table.add("UnknownCommand", "gem", {}, {"expected a command (", "found 'gem'", "the nearest is 'gemm'"});
  table.add("UnknownArithCommand", "arith tabel", {},
            {"arith: expected a command (table, convert, dot)", "found 'tabel'", "the nearest is 'table'"});
  table.add("UnknownOption", kGemm + "--engin fast", {}, {"--engin"});
  table.add("MissingOption", "gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4", {}, {"--k is required"});
  table.add("TextAsNumber", "gemm --accelerator lmul-e4m3-ws-4x4 --m four --n 4 --k 4", {}, {"--m", "four"});
  table.add("FractionAsNumber", "gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n 4 --k 4.5", {}, {"--k", "4.5"});
  table.add("NumberWithUnit", kGemm + "--rows 4k", {}, {"--rows", "4k"});
  table.add("NumberOf65Bits", "gemm --accelerator lmul-e4m3-ws-4x4 --m 36893488147419103232 --n 4 --k 4", {}, {"--m"});
  table.add("ProductOverflows", "gemm --accelerator lmul-e4m3-ws-4x4 --m 4000000000 --n 4000000000 --k 4000000000", {},
            {"m", "4000000000"});
  table.add("ZeroSize", "gemm --accelerator lmul-e4m3-ws-4x4 --m 0 --n 4 --k 4", {},
            {"--m: expected an integer from 1 to 1000000000000000, found '0'"});
  table.add("NegativeSize", "gemm --accelerator lmul-e4m3-ws-4x4 --m 4 --n -4 --k 4", {},
            {"--n: expected an integer from 1 to", "found '-4'"});
  table.add("ZeroCount", kGemm + "--count 0", {}, {"--count: expected an integer from 1 to", "found '0'"});
  table.add("ZeroRows", kGemm + "--rows 0", {}, {"--rows: expected an integer from 1 to 1024, found '0'"});
  table.add("TooManyColumns", kGemm + "--cols 2000", {}, {"--cols: expected an integer from 1 to 1024, found '2000'"});
  table.add("UnknownDataflow", kGemm + "--dataflow rs", {}, {"--dataflow", "ws, os, is", "'rs'"});
  table.add("UnknownEngine", kGemm + "--engine systemd", {},
            {"--engine: expected one of fast, systemc, systemc-pe, rtl, found 'systemd'", "'systemc'"});
  table.add("UnknownOperands", kGemm + "--operands some", {},
            {"--operands: expected one of auto, none, random, found 'some'"});
  table.add("UnknownMemory", kGemm + "--memory dram", {}, {"--memory: expected 'ideal'", "found 'dram'"});
  table.add("UnknownDram", kGemm + "--dram ddr5", {}, {"expected DRAM", "ddr4-3200", "found 'ddr5'"});
  table.add("UnknownSram", kGemm + "--sram fast", {}, {"expected SRAM hp, lstp, found 'fast'"});
  table.add("ClockAsText", kGemm + "--clock fast", {}, {"--clock: expected 'auto' or a number of MHz, found 'fast'"});
  table.add("ClockOfZero", kGemm + "--clock 0", {}, {"--clock: expected 1 to 100000, found 0"});
  table.add("ClockWithoutGates", kGemm + "--clock auto", {}, {"'horowitz-45nm'", "expected one measured in gates"});
  table.add("UnknownNode", kGemm + "--scale-to 28", {}, {"node '28': expected NODE or NODE@VOLTS"});
  table.add("NodeWithoutVolts", kGemm + "--scale-to 7@", {}, {"node '7@': expected volts after '@'"});
  table.add("UnknownNumber", kGemm + "--explain utilisation", {},
            {"--explain", "'utilisation'", "the nearest is 'utilization'"});
  table.add("ExplainTwoDesigns", kGemm + "--explain --against int8-ws-4x4", {}, {"--explain", "--against"});
  table.add("ExplainUnknownEntry", "explain energy.fp32_sum", {},
            {"found 'energy.fp32_sum'", "the nearest is 'energy.fp32_mul'"});
  table.add("NegativeSeed", kGemm + "--seed -1", {}, {"--seed", "-1"});
  table.add("StallAlways", kGemm + "--stall-percent 100", {}, {"--stall-percent", "100"});
  table.add("RtlWithoutOperands", kGemm + "--engine rtl --operands none", {},
            {"--operands none", "only the fast engine", "--engine rtl"});
  table.add("SystemCWithoutOperands", kGemm + "--engine systemc --operands none", {},
            {"--operands none", "--engine systemc"});
  table.add("GrainTooLarge", kGemm + "--engine systemc-pe --rows 64 --cols 64", {}, {"16"});
  table.add("WavesOfTheFastEngine", kGemm + "--waves w", {}, {"the fast engine has no pins"});
  table.add("TwoSystemCDesigns", kGemm + "--engine systemc --against int8-ws-4x4", {},
            {"--against", "systemc", "one design per process"});
  table.add("OutputFolderIsAFile", kGemm + "--out taken", {{"taken", "x"}}, {"taken", "cannot make the folder"});
  table.add("OutputFolderBelowADevice", kGemm + "--out /dev/null/report", {},
            {"/dev/null/report", "cannot make the folder"});
  table.add("OutputFolderIsReadOnly", kGemm + "--out /proc/report", {}, {"/proc/report", "cannot make the folder"});
  table.add("CosimWithoutWork", "cosim --accelerator lmul-e4m3-ws-4x4", {},
            {"one of --workload, --random and --case", "found none"});
  table.add("CosimWithBoth", "cosim --accelerator lmul-e4m3-ws-4x4 --workload gpt2 --random 3", {}, {"found several"});
  table.add("CosimWithoutAccelerator", "cosim --workload gpt2", {}, {"--workload needs --accelerator"});
  table.add("CosimOfMinusOne", "cosim --random -1", {}, {"--random"});
  table.add("CosimAgainstNothing", "cosim --random 1 --against rtl", {},
            {"--against: expected systemc or fast, found 'rtl'"});
  table.add("CosimWithoutProcesses", "cosim --random 1 --jobs 0", {}, {"--jobs", "0"});
  table.add("TableOfUnknownMultiplier", "arith table --multiplier lmull --out t", {},
            {"--multiplier: expected one of", "'lmull'", "'lmul'"});
  table.add("TableOfUnknownFormat", "arith table --format e4mx3 --out t", {}, {"--format", "'e4mx3'", "'e4m3'"});
  table.add("TableOfWideFormat", "arith table --format bf16 --out t", {}, {"at most 8 bits", "bf16 of 16"});
  table.add("TableOfThinProducts", "arith table --product thin --out t", {},
            {"--product: expected wide or narrow, found 'thin'"});
  table.add("TableOfUnknownSubnormals", "arith table --subnormals ftz --out t", {}, {"--subnormals", "'ftz'"});
  table.add("TableOfBadOffset", "arith table --multiplier adder:x --out t", {}, {"--multiplier", "adder:x"});
  table.add("TableIntoAFolder", "arith table --out d", {{"d/keep", ""}}, {"d: cannot write: Is a directory"});
  table.add("TableIntoAMissingFolder", "arith table --out d/t", {}, {"d/t", "cannot write: No such file"});
  table.add("ConvertMissingFile", "arith convert --to e4m3 --in x --out y", {}, {"x", "No such file"});
  table.add("ConvertHalfAWord", "arith convert --to e4m3 --in x --out y", {{"x", "12345"}},
            {"x: expected a whole number of 4-byte words, found 5 bytes"});
  table.add("ConvertUnknownRounding", "arith convert --to e4m3 --rounding up --in x --out y", {{"x", "1234"}},
            {"--rounding", "'up'"});
  table.add("ConvertUnknownOverflow", "arith convert --to e4m3 --overflow wrap --in x --out y", {{"x", "1234"}},
            {"--overflow", "'wrap'"});
  table.add("DotOfDifferentLengths", "arith dot --a a --b b", {{"a", codes}, {"b", codes + codes}},
            {"b: expected as many codes as a has, 2, found 4"});
  table.add("DotOfWrongCodes", "arith dot --format e2m1 --a a --b a", {{"a", "\x1f"}},
            {"a: byte 0: expected a 4-bit e2m1 code, found 31"});
  table.add("DotOfUnknownAccumulator", "arith dot --accumulator fp31 --a a --b a", {{"a", codes}},
            {"--accumulator", "'fp31'"});
  table.add("DotOfFractionsInInteger", "arith dot --accumulator int32 --a a --b a", {{"a", "\x3c"}},
            {"accumulator int32: expected products that are multiples of 2^0, found one of 2^-2"});
}

}  // namespace lmulsim::cli_test
