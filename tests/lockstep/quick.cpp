// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <random>
#include "config/accelerator.hpp"
#include "fast/fast_engine.hpp"
#include "lockstep/lockstep.hpp"
#include "mapping/loops.hpp"
#include "rtl/rtl_array.hpp"
#include "arith/spec.hpp"
using namespace lmulsim;
int main(){
  std::mt19937_64 rng(7);
  int bad=0, n=0;
  for (int cfg=0; cfg<14; ++cfg){
    config::Accelerator acc; acc.rows = 1 + (int)(rng()%5); acc.cols = 1+(int)(rng()%5); acc.dataflow = (mapping::Dataflow)(cfg%3);
    acc.pe.mul_stages = (int)(rng()%2); acc.pe.acc_latency = 1+(int)(rng()%4);
    acc.memory = {1<<16,1<<16, (std::int64_t)(64 + rng()%4096), 64};
    switch(cfg%7){
      case 0: acc.pe.multiplier={arith::MultiplierKind::adder,{},arith::Subnormals::daz}; break;
      case 1: break;
      case 2: acc.pe.activation_format=arith::Format::e5m2; break;
      case 3: acc.pe.activation_format=acc.pe.weight_format=arith::Format::int8; acc.pe.accumulator.kind=arith::AccumulatorKind::int32; break;
      case 4: acc.pe.activation_format=acc.pe.weight_format=arith::Format::bf16; acc.pe.multiplier={arith::MultiplierKind::adder,{},arith::Subnormals::normalize};break;
      case 5: acc.pe.accumulator=arith::fixed_layout(acc.pe.multiplier,acc.pe.activation_format,acc.pe.weight_format,64); break;
      case 6: acc.pe.activation_format=acc.pe.weight_format=arith::Format::bf16; acc.pe.accumulator.kind=arith::AccumulatorKind::bf16; break;
    }
    auto params = sim::array_params(acc);
    std::unique_ptr<sim::ArrayDut> rtl;
    try { rtl = sim::make_rtl_array(params, 3); } catch (std::exception& e) { fmt::print("build: {}\n", e.what()); ++bad; continue; }
    for (int t=0;t<40;++t){
      mapping::Gemm g{1+(int)(rng()%12),1+(int)(rng()%12),1+(int)(rng()%12)};
      auto loops = mapping::choose_loops(acc,g);
      if (rng()%3==0) loops.stream_block = 1+(int)(rng()%g.m);
      if (rng()%3==0) loops.col_group = 1+(int)(rng()%4);
      mapping::Program p(params.shape,g,1+(int)(rng()%2),loops);
      sim::Operands ops; ops.a.resize((size_t)(p.count()*g.m*g.k)); ops.b.resize((size_t)(p.count()*g.k*g.n));
      auto mask=[&](arith::Format f){return (std::uint16_t)((1U<<arith::info(f).width())-1U);};
      for(auto&x:ops.a) x=(std::uint16_t)rng()&mask(acc.pe.activation_format);
      for(auto&x:ops.b) x=(std::uint16_t)rng()&mask(acc.pe.weight_format);
      sim::RunOptions o; o.keep_command_times=true; if(t%2) o.stalls={rng(),(int)(rng()%60),(int)(rng()%60),(int)(rng()%60),(int)(rng()%60)};
      try {
        auto r = sim::run_lockstep(params,p,&ops,o,{rtl.get()});
        auto f = sim::run_fast(acc,p,&ops,o);
        ++n;
        if (auto d = sim::first_difference(r.result,f)) { if(++bad<30) fmt::print("cfg {} df {} {}x{} S{} L{} gemm {} {} {} x{} block {} group {} stalls {}: {}\n",cfg,(int)acc.dataflow,acc.rows,acc.cols,acc.pe.mul_stages,acc.pe.acc_latency,g.m,g.n,g.k,p.count(),p.loops().stream_block,p.loops().col_group,t%2,*d);}
      } catch (std::exception&e){ if(++bad<30) fmt::print("cfg {} df {} S{} L{} exc {}\n",cfg,(int)acc.dataflow,acc.pe.mul_stages,acc.pe.acc_latency,e.what()); }
    }
  }
  fmt::print("{} runs, {} bad\n",n,bad);
}
