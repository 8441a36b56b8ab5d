// The types of an imagined kernel, for core.c.
#define keep_type(type) type *keep_##__COUNTER__

struct inner___kernel {
  char moved_by[16];
  int first;
  long second;
};

enum color { GREEN = 70, RED = 1, VIOLET = 3 };
enum wide { WIDE_ONE = 10, WIDE_BIG = 0x9876543210ULL };

struct shape {
  long put_before;
  int moved;
  unsigned char narrowed;
  unsigned long long widened;
  void *pointer;
  short resized_signed;
  struct inner___kernel nested;
  const struct inner___kernel list[6];
  int matrix[4][5];
  int gap : 3;
  int signed_bits : 7;
  unsigned unsigned_bits : 13;
  struct {
    union {
      long wide_in_union;
      int in_union;
    };
  };
  enum color color;
  char name[16];
  int tail[];
};

struct inner;

struct same {
  long extra;
  int number;
  struct inner *link;
};

struct unlike {
  long number;
  long extra;
};

typedef struct same alias;
typedef int (*callback)(struct same *, long);

struct shape *a;
struct same *b;
struct unlike *c;
enum wide d;
alias *e;
callback f;
