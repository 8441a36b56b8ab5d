// Every kind of CO-RE relocation, against the types of core_target.c.
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char _license[] SEC("license") = "GPL";

#define relocatable __attribute__((preserve_access_index))

struct inner {
  int first;
  long second;
} relocatable;

enum color { RED, GREEN = 7, BLUE = 0x7fffffff };
enum wide { WIDE_ONE = 1, WIDE_BIG = 0x1234567890ULL };

struct shape {
  int moved;
  unsigned int narrowed;
  unsigned char widened;
  void *pointer;
  int resized_signed;
  struct inner nested;
  struct inner list[4];
  int matrix[2][3];
  int signed_bits : 5;
  unsigned unsigned_bits : 11;
  long gone;
  union {
    int in_union;
    long wide_in_union;
  };
  enum color color;
  char name[8];
  int tail[];
} relocatable;

struct shape___old {
  int old_name;
} relocatable;

struct absent {
  int field;
} relocatable;

struct same {
  int number;
  struct inner *link;
};

struct unlike {
  int number;
  long extra;
};

typedef struct same alias;
typedef int (*callback)(struct same *, long);

long sink;

static __always_inline void keep(long value) {
  sink += value;
}

SEC("raw_tp/fields")
int fields(struct shape *shape) {
  keep(shape->moved);
  keep(shape->narrowed);
  keep(shape->widened);
  keep((long)shape->pointer);
  keep(shape->nested.second);
  keep(shape->list[2].second);
  keep(shape->matrix[1][2]);
  keep(shape->wide_in_union);
  keep(shape->color);
  keep(shape->name[3]);
  keep(shape->tail[5]);
  shape->moved = 9;
  shape->narrowed = (unsigned)sink;
  return 0;
}

SEC("raw_tp/poisoned")
int poisoned(struct shape *shape) {
  if (bpf_core_field_exists(shape->gone))
    keep(shape->gone);
  keep(shape->resized_signed);
  keep(bpf_core_field_size(shape->gone));
  keep(bpf_core_enum_value(enum color, BLUE));
  struct absent *absent = (void *)shape;
  keep(absent->field);
  return 0;
}

SEC("raw_tp/properties")
int properties(struct shape *shape) {
  struct shape___old *old = (void *)shape;
  keep(bpf_core_field_exists(shape->moved));
  keep(bpf_core_field_exists(old->old_name));
  keep(bpf_core_field_exists(shape->gone));
  keep(bpf_core_field_size(shape->nested));
  keep(bpf_core_field_size(shape->list));
  keep(bpf_core_field_size(shape->name));
  keep(bpf_core_field_offset(shape->list[3].first));
  keep(BPF_CORE_READ_BITFIELD(shape, signed_bits));
  keep(BPF_CORE_READ_BITFIELD(shape, unsigned_bits));
  keep(BPF_CORE_READ_BITFIELD_PROBED(shape, signed_bits));
  return 0;
}

SEC("raw_tp/types")
int types(void *context) {
  keep(bpf_core_type_exists(struct shape));
  keep(bpf_core_type_exists(struct absent));
  keep(bpf_core_type_exists(alias));
  keep(bpf_core_type_exists(callback));
  keep(bpf_core_type_size(struct shape));
  keep(bpf_core_type_size(struct absent));
  keep(bpf_core_type_matches(struct same));
  keep(bpf_core_type_matches(struct unlike));
  keep(bpf_core_type_matches(enum color));
  keep(bpf_core_type_matches(callback));
  keep(bpf_core_type_id_kernel(struct inner));
  keep(bpf_core_type_id_local(struct inner));
  return 0;
}

SEC("raw_tp/enumerators")
int enumerators(void *context) {
  keep(bpf_core_enum_value_exists(enum color, GREEN));
  keep(bpf_core_enum_value_exists(enum color, BLUE));
  keep(bpf_core_enum_value(enum color, RED));
  keep(bpf_core_enum_value(enum color, GREEN));
  keep(bpf_core_enum_value(enum wide, WIDE_BIG));
  return 0;
}
