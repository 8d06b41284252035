// The same markup as table.tsx in Vue's template language; Vue compiles it for the server at its first use.
export const template = `<table class="table table-hover table-striped test-data"><tbody id="tbody">
<tr v-for="{ id, label } of rows" :key="id" :class="id === selected ? 'danger' : undefined">
<td class="col-md-1">{{ id }}</td>
<td class="col-md-4"><a class="lbl" @click="select(id)">{{ label }}</a></td>
<td class="col-md-1"><a class="remove" @click="remove(id)"><span class="remove glyphicon glyphicon-remove" aria-hidden="true"></span></a></td>
<td class="col-md-6"></td>
</tr></tbody></table>`
