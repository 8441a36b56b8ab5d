/*
 * Prints what libbpf makes of each program of an object: one line for each instruction slot.
 * Built from libbpf's own source, so that nothing is loaded and no kernel has a say:
 *
 *   oracle @TYPES OBJECT... @TYPES OBJECT...
 *
 * P section|program           a program starts
 * I hexword                   a slot, as it lies in memory; descriptors and kernel ids are 0
 * R slot kind name offset     what the instruction at a slot means by name
 * E message                   libbpf refuses the object
 */
#include "libbpf.c"

static int quiet(enum libbpf_print_level level, const char *format, va_list args)
{
	if (getenv("ORACLE_VERBOSE") && level <= LIBBPF_INFO)
		return vfprintf(stderr, format, args);
	return 0;
}

static void dump(struct bpf_object *obj, struct bpf_program *prog)
{
	printf("P %s|%s\n", prog->sec_name, prog->name);
	for (int i = 0; i < prog->nr_reloc; i++) {
		struct reloc_desc *relo = &prog->reloc_desc[i];
		struct bpf_insn *insn = &prog->insns[relo->insn_idx];
		struct extern_desc *ext;
		struct bpf_map *map;

		switch (relo->type) {
		case RELO_LD64:
		case RELO_DATA:
			map = &obj->maps[relo->map_idx];
			insn[0].imm = 0;
			printf("R %d map %s %d\n", relo->insn_idx,
			       map->real_name ? map->real_name : map->name,
			       relo->type == RELO_DATA ? insn[1].imm : 0);
			break;
		case RELO_EXTERN_LD64:
			ext = &obj->externs[relo->ext_idx];
			insn[0].imm = 0;
			if (ext->type == EXT_KCFG) {
				printf("R %d kconfig %s %d\n", relo->insn_idx, ext->name, insn[1].imm);
			} else {
				insn[1].imm = 0;
				printf("R %d ksym %s 0\n", relo->insn_idx, ext->name);
			}
			break;
		case RELO_EXTERN_CALL:
			ext = &obj->externs[relo->ext_idx];
			insn[0].imm = 0;
			insn[0].off = 0;
			printf("R %d kfunc %s 0\n", relo->insn_idx, ext->name);
			break;
		default:
			break;
		}
	}
	for (size_t i = 0; i < prog->insns_cnt; i++) {
		const unsigned char *byte = (const void *)&prog->insns[i];

		printf("I %02x%02x%02x%02x%02x%02x%02x%02x\n", byte[0], byte[1], byte[2], byte[3],
		       byte[4], byte[5], byte[6], byte[7]);
	}
	for (int i = 0; i < (int)prog->func_info_cnt; i++) {
		const struct bpf_func_info *info = prog->func_info + i * prog->func_info_rec_size;

		printf("F %u %u\n", info->insn_off, info->type_id);
	}
	printf("L %u\n", prog->line_info_cnt);
}

static void maps(struct bpf_object *obj)
{
	for (size_t i = 0; i < obj->nr_maps; i++) {
		struct bpf_map *map = &obj->maps[i];

		printf("M %s %d %u %u %u %u %llu %d\n", map->real_name ? map->real_name : map->name,
		       map->def.type, map->def.key_size, map->def.value_size, map->def.max_entries,
		       map->def.map_flags, (unsigned long long)map->map_extra,
		       map->inner_map ? map->inner_map->def.type : 0);
	}
}

static void one(const char *types, const char *file)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .btf_custom_path = types);
	struct bpf_object *obj;
	struct bpf_program *prog;
	int err;

	printf("O %s\n", file);
	obj = bpf_object__open_file(file, &options);
	if (!obj) {
		printf("E open %d\n", -errno);
		return;
	}
	for (size_t i = 0; i < obj->nr_programs; i++)
		obj->programs[i].autoload = true;
	for (size_t i = 0; i < obj->nr_maps; i++)
		obj->maps[i].autocreate = true;
	for (int i = 0; i < obj->nr_extern; i++)
		obj->externs[i].is_set = true;
	err = bpf_object__relocate(obj, types);
	maps(obj);
	if (err) {
		printf("E relocate %d\n", err);
	} else {
		bpf_object__for_each_program(prog, obj)
			dump(obj, prog);
	}
	bpf_object__close(obj);
}

int main(int argc, char **argv)
{
	const char *types = NULL;

	libbpf_set_print(quiet);
	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '@') {
			types = argv[i] + 1;
			continue;
		}
		one(types, argv[i]);
		fflush(stdout);
	}
	return 0;
}
