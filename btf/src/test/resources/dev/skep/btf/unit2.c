// The other unit: struct a is only declared here, struct different has another layout.
struct a;
enum shared { SHARED_A, SHARED_B };
struct b {
  int b;
  struct b *self;
  struct s *parent;
  enum shared shared;
};
union u { int i; struct s *s; };
struct s {
  struct a *a;
  struct b *b;
  union u *u;
  void (*callback)(struct s *s, const char *name);
};
struct different { long x; };
struct never_defined;
typedef struct { struct s *s; } handle;

static __attribute__((noinline)) int sum(struct b *b) { return b->b + b->shared; }

union u second_unit_union;
struct different *second_unit_different;
struct never_defined *second_unit_never;

__attribute__((section("socket"))) int second_program(struct s *ctx) {
  handle h = { ctx };
  return sum(h.s->b) + (long)&second_unit_union + (long)&second_unit_different + (long)&second_unit_never;
}
