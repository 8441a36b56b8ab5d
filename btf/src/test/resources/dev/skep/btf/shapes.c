// The shapes that C types take in BTF, gathered so that printing them as C needs every rule.
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef _Bool bool;

#define tag(text) __attribute__((btf_decl_tag(text)))
#define type_tag(text) __attribute__((btf_type_tag(text)))

enum colour { RED, GREEN = 5, BLUE };
enum negative { MINUS = -1, PLUS = 1 };
enum wide { SMALL = 1, HUGE = 0x123456789abcLL };
enum wide_signed { LOW = -0x123456789abcLL, ZERO = 0 };
enum packed_enum { ONE_BYTE = 200 } __attribute__((packed));
typedef enum { ANON_A, ANON_B } anonymous_enum;

struct bits {
  u32 a : 3;
  u32 : 5;
  u32 b : 8;
  int c : 16;
  u64 d : 40;
  u8 e;
  bool f : 1;
};

struct __attribute__((packed)) squeezed {
  u8 a;
  u64 b;
  u32 c;
};

struct aligned_inside {
  u8 a;
  u64 b __attribute__((aligned(32)));
  u8 c;
} __attribute__((aligned(64)));

struct nested {
  struct {
    int x;
    union {
      int y;
      struct { short low, high; } halves;
    };
  };
  union { float f; double d; } number;
  struct bits bits[2][3];
  enum colour colours[4];
  enum { LOCAL_A = 7, LOCAL_B } local;
};

struct node {
  struct node *next;
  struct opaque *hidden;
  union variant *v;
  const volatile char *const restrict_me;
};

union variant {
  int i;
  struct node *node;
  void (*call)(union variant *self, int count, ...);
};

typedef int (*operation)(struct node *, const char *name);
typedef operation operations[3];
typedef int plain_function(int, u64);
typedef struct { int inside; } anonymous_struct;
typedef struct late late_t;

struct late {
  operations ops;
  plain_function *fn;
  int (*(*deep)(int))(char);
  int (*table[4])(void);
  int (*pointer_to_array)[8];
  anonymous_struct as;
  anonymous_enum ae;
  late_t *self;
  char flexible[];
};

struct empty {};
struct holder { struct empty e; long double ld; __int128 big; };
struct tagged {
  int type_tag("user") *user tag("member tag");
  void *plain;
} tag("struct tag");

struct padded { char c; long l; char d; };
struct padded_tail { long l; char d; int : 32; };
struct __attribute__((packed)) packed_aligned { char c; struct squeezed s; short h; } __attribute__((aligned(2)));

/* A struct and a typedef may have one name. */
typedef struct same { int value; } same;
typedef int ambiguous;
struct ambiguous { ambiguous value; };

struct vector { float lanes __attribute__((vector_size(16))); };

struct all {
  struct bits bits;
  struct squeezed squeezed;
  struct aligned_inside aligned_inside;
  struct nested nested;
  struct late *late;
  struct holder holder;
  struct tagged tagged;
  struct padded padded;
  struct padded_tail padded_tail;
  struct packed_aligned packed_aligned;
  same same;
  struct ambiguous ambiguous;
  enum negative negative;
  enum wide wide;
  enum wide_signed wide_signed;
  enum packed_enum packed_enum;
};

struct all everything tag("variable tag");
static volatile int counter = 3;
const char _license[] __attribute__((section("license"))) = "GPL";
extern int undefined_variable;
extern int undefined_function(struct node *n);

static __attribute__((noinline)) int helper(struct node *n, int depth tag("parameter tag")) {
  return depth + counter;
}

__attribute__((section("socket"))) int program(struct nested *ctx) {
  struct nested *n = __builtin_preserve_access_index(ctx);
  return helper((struct node *)0, 1) + undefined_variable + undefined_function(0)
      + __builtin_preserve_access_index(ctx->x) + (int)(long)&everything
      + __builtin_preserve_field_info(ctx->number.f, 1)
      + __builtin_preserve_enum_value(*(enum colour *)BLUE, 1)
      + __builtin_btf_type_id(*(struct late *)0, 1)
      + __builtin_preserve_type_info(*(struct padded *)0, 0);
}
