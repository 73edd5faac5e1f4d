// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lmulsim::dram {

/// DRAM clocks, counted from reset. 2^50 of them are two weeks at 800 MHz; the crossing of clocks holds below that.
using Clock = std::int64_t;

/// A byte's address: 40 bits.
using Address = std::int64_t;
inline constexpr int kAddressBits = 40;

/// The distances a DRAM asks for, in clocks, under their names of JEDEC. kTimingKeys says what each is.
struct DramTiming {
  int bl = 0;
  int blx = 0;
  int cl = 0;
  int cwl = 0;
  int rcd_rd = 0;
  int rcd_wr = 0;
  int rp = 0;
  int ras = 0;
  int rc = 0;
  int wr = 0;
  int rtp = 0;
  int ccd_s = 0;
  int ccd_l = 0;
  int rrd_s = 0;
  int rrd_l = 0;
  int faw = 0;
  int wtr_s = 0;
  int wtr_l = 0;
  int rtw = 0;
  int rfc = 0;
  int refi = 0;

  friend bool operator==(const DramTiming&, const DramTiming&) = default;
};

/// One distance: its key in files, `timing.NAME`, and the clocks it may have.
struct TimingKey {
  std::string_view name;
  int DramTiming::*member;
  std::string_view about;
  int low = 1;
  int high = 1 << 12;
};

/// Every distance, in the order of files and reports. _S: between banks of any groups; _L: between banks of one group.
inline constexpr std::array kTimingKeys{
    TimingKey{"tBL", &DramTiming::bl, "a column's data on the bus"},
    TimingKey{"tBLx", &DramTiming::blx, "a write's data until the bank group has them"},
    TimingKey{"tCL", &DramTiming::cl, "read to its first data"},
    TimingKey{"tCWL", &DramTiming::cwl, "write to its first data"},
    TimingKey{"tRCD_RD", &DramTiming::rcd_rd, "activate to read"},
    TimingKey{"tRCD_WR", &DramTiming::rcd_wr, "activate to write"},
    TimingKey{"tRP", &DramTiming::rp, "precharge to activate or refresh"},
    TimingKey{"tRAS", &DramTiming::ras, "activate to precharge"},
    TimingKey{"tRC", &DramTiming::rc, "activate to activate of one bank, or to refresh"},
    TimingKey{"tWR", &DramTiming::wr, "end of a write's data to precharge"},
    TimingKey{"tRTP", &DramTiming::rtp, "read to precharge"},
    TimingKey{"tCCD_S", &DramTiming::ccd_s, "column to column of one direction"},
    TimingKey{"tCCD_L", &DramTiming::ccd_l, "the same in one bank group"},
    TimingKey{"tRRD_S", &DramTiming::rrd_s, "activate to activate"},
    TimingKey{"tRRD_L", &DramTiming::rrd_l, "the same in one bank group"},
    TimingKey{"tFAW", &DramTiming::faw, "holds at most four activates"},
    TimingKey{"tWTR_S", &DramTiming::wtr_s, "end of a write's data to read"},
    TimingKey{"tWTR_L", &DramTiming::wtr_l, "the same in one bank group, after tBLx"},
    TimingKey{"tRTW", &DramTiming::rtw, "read to write"},
    TimingKey{"tRFC", &DramTiming::rfc, "refresh to activate or refresh"},
    TimingKey{"tREFI", &DramTiming::refi, "from refresh to refresh; 0: none is needed", 0, 1 << 24},
};
static_assert(sizeof(DramTiming) == kTimingKeys.size() * sizeof(int), "a distance without a name");

}  // namespace lmulsim::dram
