import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { check, shared } from '../suite.mjs';

const FOLDER = fileURLToPath(new URL('../../src/api/types/', import.meta.url));
const FILES = readdirSync(FOLDER).map((name) => FOLDER + name);
const program = ts.createProgram(FILES, { strict: true, noEmit: true, noLib: false, lib: ['lib.es2023.d.ts'] });
const types = program.getTypeChecker();

/** Every interface by its name; what stands for any type is no answer of its own. */
function interfaces() {
  return FILES.flatMap((file) => [...program.getSourceFile(file).statements])
    .filter((each) => ts.isInterfaceDeclaration(each) && !each.typeParameters)
    .map((each) => [each.name.text, types.getTypeAtLocation(each.name)]);
}

/** What a value may be: its kinds, and whether it may be null. */
function parts(type) {
  const all = type.isUnion() ? type.types : [type];
  const some = all.filter((each) => !(each.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)));
  return { some, nullable: some.length < all.length };
}

function kind(type) {
  if (type.flags & ts.TypeFlags.StringLike) {
    return 'string';
  }
  if (type.flags & ts.TypeFlags.NumberLike) {
    return 'number';
  }
  if (type.flags & ts.TypeFlags.BooleanLike) {
    return 'boolean';
  }
  return types.isArrayType(type) ? 'array' : 'object';
}

/** The API's document, with its references followed. */
class Schemas {
  constructor(document) {
    this.all = document.components.schemas;
  }

  /** A schema without its null. */
  plain(schema) {
    const followed = schema.$ref ? this.all[schema.$ref.split('/').at(-1)] : schema;
    const rest = followed.anyOf?.filter(({ type }) => type !== 'null');
    return rest ? this.plain(rest[0]) : followed;
  }

  nullable(schema) {
    return [schema.type].flat().includes('null') || schema.anyOf?.some(({ type }) => type === 'null') === true;
  }

  kinds(schema) {
    const named = [this.plain(schema).type].flat().map((each) => (each === 'integer' ? 'number' : each));
    return named.filter((each) => each !== 'null');
  }

  /** What a type reads that this schema does not say; a null in a body that is also sent means: left out. */
  missing(type, schema, path) {
    const own = this.plain(schema);
    return type.getProperties().flatMap((property) => {
      const name = `${path}.${property.name}`;
      const said = own.properties?.[property.name];
      if (!said) {
        return [`${name} is not there`];
      }
      const { some, nullable } = parts(types.getTypeOfSymbol(property));
      if (this.nullable(said) && !nullable && own.additionalProperties !== false) {
        return [`${name} may be null`];
      }
      const wrong = some.find((each) => !this.kinds(said).includes(kind(each)));
      if (wrong) {
        return [`${name} is ${this.kinds(said)}, not ${kind(wrong)}`];
      }
      return some.flatMap((each) => this.inside(each, said, name));
    });
  }

  inside(type, schema, path) {
    if (kind(type) === 'array') {
      const [item] = types.getTypeArguments(type);
      return kind(item) === 'object' ? this.missing(item, this.plain(schema).items, `${path}[]`) : [];
    }
    return kind(type) === 'object' && this.plain(schema).properties ? this.missing(type, schema, path) : [];
  }

  /** The schema that fits a type best, as what is wrong with it. */
  nearest(name, type) {
    return Object.values(this.all)
      .map((schema) => this.missing(type, schema, name))
      .sort((one, other) => one.length - other.length)[0];
  }
}

check('everything that the dashboard reads is in the API’s own document', {}, async () => {
  const schemas = new Schemas(await shared.api.get('/docs/openapi.json'));
  const all = interfaces();
  assert.ok(all.length > 15);
  assert.deepEqual(
    all.flatMap(([name, type]) => schemas.nearest(name, type)),
    [],
  );
});
