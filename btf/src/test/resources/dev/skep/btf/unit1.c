// One of two units that know parts of each other's types: struct b and union u are only declared here.
struct b;
union u;
enum shared { SHARED_A, SHARED_B };
struct a {
  int value;
  struct a *self;
  struct s *parent;
  enum shared shared;
  int grid[2][4];
};
struct s {
  struct a *a;
  struct b *b;
  union u *u;
  void (*callback)(struct s *s, const char *name);
};
struct only_here { struct s s; unsigned long n; };
struct different { int x; };
typedef struct { struct s *s; } handle;

static __attribute__((noinline)) int sum(struct a *a) { return a->value + a->grid[1][2]; }

struct s *first_unit_global;
struct different *first_unit_different;

__attribute__((section("socket"))) int first_program(struct only_here *ctx) {
  handle h = { &ctx->s };
  return sum(h.s->a) + (int)ctx->n + (long)&first_unit_global + (long)&first_unit_different;
}
